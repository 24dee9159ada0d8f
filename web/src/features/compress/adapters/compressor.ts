/** The page's side of the worker: reading, trying and compressing files. */
import * as v from 'valibot'
import type { Media } from '../model/media.ts'
import { Answer, type CompressionProblem, type Request } from '../model/messages.ts'
import type { Target } from '../model/quality.ts'
import { readOutputFile, removeOutputFile } from './output-files.ts'

/** A compression, or a look at a file, ended without a result. */
export class CompressionError extends Error {
  override name = 'CompressionError'
  readonly problem: CompressionProblem

  constructor(problem: CompressionProblem, detail: string) {
    super(detail)
    this.problem = problem
  }
}

/** Ends when the worker has nothing more to say: with the first answer of a type, or with its failure. */
interface Conversation {
  send(request: Request): void
  end(): void
}

function converse(
  listen: (answer: Answer) => void,
  fail: (error: CompressionError) => void,
): Conversation {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  worker.addEventListener('message', ({ data }) => {
    const answer = v.parse(Answer, data)
    if (answer.type === 'failed') fail(new CompressionError(answer.problem, answer.detail))
    else listen(answer)
  })
  // Its code did not come, or it ended without a word, as out of memory.
  worker.addEventListener('error', ({ message }) =>
    fail(new CompressionError('unexpected', message || 'The worker could not be loaded.')),
  )
  return { send: (request) => worker.postMessage(request), end: () => worker.terminate() }
}

/** One question, one answer, and the worker is gone. */
async function ask<Type extends Answer['type']>(
  request: Request,
  type: Type,
): Promise<Answer & { type: Type }> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer & { type: Type }>()
  const isWanted = (answer: Answer): answer is Answer & { type: Type } => answer.type === type
  const worker = converse((answer) => isWanted(answer) && resolve(answer), reject)
  try {
    worker.send(request)
    return await promise
  } finally {
    worker.end()
  }
}

/** Reads what a file is. Rejects with a {@link CompressionError} if it cannot be read as a video. */
export async function probe(file: Blob): Promise<Media> {
  return (await ask({ type: 'probe', file }, 'probed')).media
}

/** Millions of pixels a second that this device compresses of this file. */
export async function trial(file: Blob, target: Target): Promise<number> {
  return (await ask({ type: 'trial', file, target }, 'tried')).megapixels
}

/** How far a compression is. */
export interface CompressionProgress {
  /** Seconds of the source done. */
  seconds: number
  /** Bytes written; they stay as they are, but for some in the first kilobyte. */
  written: number
}

/** A compression under way. */
export interface Compression {
  /** Resolves with the verified file; rejects with a {@link CompressionError}, and nothing is left of it. */
  done: Promise<File>
  pause(): void
  resume(): void
  /** Ends it at once, and removes what it wrote. `done` never settles. */
  cancel(): Promise<void>
  /** Bytes already written, while the file is still the worker's. */
  read(start: number, end: number): Promise<ArrayBuffer>
}

/** Compresses a file into the origin private file system, under a name of the caller's. */
export function compress(
  { file, media, target, output }: { file: Blob; media: Media; target: Target; output: string },
  onProgress: (progress: CompressionProgress) => void,
): Compression {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const reads = new Map<number, (bytes: ArrayBuffer) => void>()
  const worker = converse((answer) => {
    if (answer.type === 'progress') onProgress(answer)
    else if (answer.type === 'compressed') resolve(answer.size)
    else if (answer.type === 'bytes') reads.get(answer.start)?.(answer.bytes)
  }, reject)
  worker.send({ type: 'compress', file, media, target, output })
  const clear = () => {
    worker.end()
    return removeOutputFile(output)
  }
  return {
    done: promise.then(
      () => {
        worker.end()
        return readOutputFile(output)
      },
      async (error) => {
        await clear()
        throw error
      },
    ),
    pause: () => worker.send({ type: 'pause' }),
    resume: () => worker.send({ type: 'resume' }),
    cancel: clear,
    read: (start, end) =>
      new Promise((resolve) => {
        reads.set(start, resolve)
        worker.send({ type: 'read', start, end })
      }),
  }
}
