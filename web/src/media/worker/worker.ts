/** The dedicated worker: reads, tries, compresses or finishes one file at a time, and tells the page. */
import * as v from 'valibot'
import { finishRecording } from './finish-recording.ts'
import { type Answer, type CompressionProblem, Request } from '../model/worker-messages.ts'
import { compress } from './compress.ts'
import {
  createOutputFile,
  markVerified,
  type OutputFile,
  readOutputFile,
  writeAll,
} from '../../platform/output-files.ts'
import { probe } from './probe.ts'
import type { Written } from './sink-target.ts'
import { readThumbnails } from './thumbnails.ts'
import { readTimeline } from './read-timeline.ts'
import { trial } from './benchmark.ts'
import { verify } from './verify.ts'

/** Bytes at the start of the output that may change until its end; mediabunny patches eight of them. */
const rewritable = 1024

type Compress = Request & { type: 'compress' }

/** Milliseconds between two reports of progress. */
const reportInterval = 200

const answer = (message: Answer, transfer: Transferable[] = []) =>
  self.postMessage(message, { transfer })

let output: OutputFile | undefined
/** The first report is told at once. */
let reportedAt = -reportInterval
/** There while paused, and one for all pauses in a row: what waits for it would not hear of another. */
let gate: PromiseWithResolvers<void> | undefined

self.addEventListener('message', ({ data }) => {
  handle(v.parse(Request, data)).catch(fail)
})

async function handle(request: Request): Promise<void> {
  switch (request.type) {
    case 'probe':
      return answer({ type: 'probed', media: await probe(request.file) })
    case 'trial':
      return answer({ type: 'tried', megapixels: await trial(request.file, request.target) })
    case 'timeline':
      return answer({ type: 'timeline', ...(await readTimeline(request.file)) })
    case 'thumbnails':
      await readThumbnails(request.file, request.times, (index, picture) =>
        answer({ type: 'thumbnail', index, picture }),
      )
      return answer({ type: 'thumbnails-done' })
    case 'compress':
      return run(request)
    case 'pause':
      gate ??= Promise.withResolvers()
      return
    case 'resume':
      gate?.resolve()
      gate = undefined
      return
    case 'finish':
      return answer({ type: 'finished', duration: await finishRecording(request, reportFinish) })
    case 'read':
      return read(request.start, request.end)
  }
}

async function run({ file, media, target, trim, recipe, output: name }: Compress): Promise<void> {
  let written = 0
  const opened = (output = await createOutputFile(name))
  const write = ({ data, position }: Written) => {
    // What has been reported as written may be on its way already.
    if (position < written && position + data.byteLength > rewritable)
      throw new Error(`Rewritten at ${position}.`)
    writeAll(opened, data, position)
    written = Math.max(written, position + data.byteLength)
  }
  let made: Awaited<ReturnType<typeof compress>>
  try {
    made = await compress(
      file,
      { media, target, trim },
      {
        write,
        gate: async () => gate?.promise,
        progress: (seconds) => {
          if (performance.now() - reportedAt < reportInterval) return
          reportedAt = performance.now()
          answer({ type: 'progress', seconds, written })
        },
      },
    )
    opened.flush()
  } finally {
    output = undefined
    opened.close()
  }
  answer({ type: 'written', size: written })
  await verify(await readOutputFile(name), { media, target, trim }, made)
  await markVerified(name, recipe)
  answer({ type: 'verified' })
}

function reportFinish(done: number): void {
  if (performance.now() - reportedAt < reportInterval) return
  reportedAt = performance.now()
  answer({ type: 'finishing', done })
}

/** Once the file is closed there is no need to: the page reads it itself. */
function read(start: number, end: number): void {
  if (!output) return
  const bytes = new ArrayBuffer(end - start)
  output.read(new Uint8Array(bytes), { at: start })
  answer({ type: 'bytes', bytes }, [bytes])
}

function fail(error: unknown): void {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  answer({ type: 'failed', problem: problemOf(name), detail: `${name}: ${message}` })
}

function problemOf(name: string): CompressionProblem {
  switch (name) {
    case 'QuotaExceededError':
      return 'no-space'
    case 'NotReadableError':
    case 'NotFoundError':
    case 'UnsupportedInputFormatError':
      return 'unreadable'
    case 'EncodingError':
      return 'cannot-decode'
    case 'NotSupportedError':
      return 'cannot-encode'
    case 'WrongOutputError':
      return 'wrong-output'
    case 'CodeNotLoadedError':
      return 'not-loaded'
    default:
      return 'unexpected'
  }
}
