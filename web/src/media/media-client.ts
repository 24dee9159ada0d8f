/** The page's side of the worker: reading, trying and compressing files. */
import * as v from 'valibot'
import type { Timeline } from './model/timeline.ts'
import type { Trim } from './model/trim.ts'
import type { Media } from './model/media-info.ts'
import { Answer, type CompressionProblem, type Request } from './model/worker-messages.ts'
import type { Target } from './model/quality.ts'
import { readOutputFile, removeOutputFile } from '../platform/output-files.ts'
import { startWorker } from '../platform/start-worker.ts'
import workerUrl from './worker/worker.ts?worker&url'

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
  const worker = startWorker(workerUrl)
  worker.addEventListener('message', ({ data }) => {
    const parsed = v.safeParse(Answer, data)
    // Tables may say anything: of a length of nothing, or of frames without end.
    if (!parsed.success) return fail(new CompressionError('unreadable', 'It makes no sense.'))
    const answer = parsed.output
    if (answer.type === 'failed') fail(new CompressionError(answer.problem, answer.detail))
    else listen(answer)
  })
  // An error without a word is that of code that did not come.
  worker.addEventListener('error', ({ message }) =>
    fail(new CompressionError(message ? 'unexpected' : 'not-loaded', message)),
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

/** Makes a file of the recording in the directory of that name. Resolves with its duration in seconds. */
export async function finishRecording(
  directory: string,
  title: string,
  onProgress: (done: number) => void,
): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const worker = converse((answer) => {
    if (answer.type === 'finishing') onProgress(answer.done)
    else if (answer.type === 'finished') resolve(answer.duration)
  }, reject)
  try {
    worker.send({ type: 'finish', directory, title })
    return await promise
  } finally {
    worker.end()
  }
}

/** When the frames of a file are shown, and where it can be cut. */
export async function timeline(file: Blob): Promise<Timeline> {
  const { duration, frames, starts, ends } = await ask({ type: 'timeline', file }, 'timeline')
  return { duration, frames, starts, ends }
}

/**
 * Tells small pictures of the frames at some moments, in seconds from the first frame, ascending. Returns
 * what ends it.
 */
export function thumbnails(
  file: Blob,
  times: number[],
  tell: (index: number, picture: Blob) => void,
): () => void {
  const worker = converse(
    (answer) => {
      if (answer.type === 'thumbnail') tell(answer.index, answer.picture)
      else worker.end()
    },
    // Without them the film strip stays empty, and works.
    () => worker.end(),
  )
  worker.send({ type: 'thumbnails', file, times })
  return () => worker.end()
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
  /** Resolves with the file as soon as it is written to its end. */
  written: Promise<File>
  /** Resolves with the verified file; rejects with a {@link CompressionError}, and nothing is left of it. */
  done: Promise<File>
  pause(): void
  resume(): void
  /** Ends it at once, and removes what it wrote. Its promises never settle. */
  cancel(): Promise<void>
  /** Bytes reported as written, also while the file is still the worker's. */
  read(start: number, end: number): Promise<Blob>
}

/** What is made of a file. */
interface Work {
  file: Blob
  media: Media
  /** Absent where the picture is copied as it is. */
  target?: Target | undefined
  /** The part that is kept; absent for all of it. */
  trim?: Trim | undefined
  /** What was asked for, in one word. */
  recipe: string
  output: string
}

/** Compresses a file into the origin private file system, under a name of the caller's. */
export function compress(
  { output, ...work }: Work,
  onProgress: (progress: CompressionProgress) => void,
): Compression {
  const written = Promise.withResolvers<File>()
  const verified = Promise.withResolvers<void>()
  /** What the worker has yet to answer, in the order it does. */
  const reads: { start: number; end: number; resolve: (bytes: Blob) => void }[] = []
  let result: File | undefined
  const clear = () => {
    worker.end()
    return removeOutputFile(output)
  }
  const fail = (error: unknown) => {
    clear().finally(() => {
      written.reject(error)
      verified.reject(error)
    })
  }
  // From now on nobody needs the worker to read, which is about to end.
  const finish = (file: File) => {
    result = file
    for (const { start, end, resolve } of reads.splice(0)) resolve(file.slice(start, end))
    written.resolve(file)
  }
  const worker = converse((answer) => {
    if (answer.type === 'progress') onProgress(answer)
    else if (answer.type === 'bytes') reads.shift()?.resolve(new Blob([answer.bytes]))
    else if (answer.type === 'written') readOutputFile(output).then(finish, fail)
    else if (answer.type === 'verified') verified.resolve()
  }, fail)
  worker.send({ type: 'compress', ...work, output })
  const done = Promise.all([written.promise, verified.promise]).then(([result]) => {
    worker.end()
    return result
  })
  // Whoever waits for the one need not wait for the other.
  written.promise.catch(() => undefined)
  done.catch(() => undefined)
  return {
    written: written.promise,
    done,
    pause: () => worker.send({ type: 'pause' }),
    resume: () => worker.send({ type: 'resume' }),
    cancel: clear,
    read: async (start, end) => {
      if (result) return result.slice(start, end)
      const { promise, resolve } = Promise.withResolvers<Blob>()
      reads.push({ start, end, resolve })
      worker.send({ type: 'read', start, end })
      return promise
    },
  }
}
