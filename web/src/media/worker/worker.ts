/** The media worker. Each worker handles one file; the page starts a worker for each task. */
import * as v from 'valibot'
import { finishRecording } from './finish-recording.ts'
import {
  type CompressionFailure,
  MediaRequest,
  type MediaResponse,
} from '../model/worker-messages.ts'
import { CodeNotLoadedError } from './codecs.ts'
import { compress } from './compress.ts'
import {
  createOutputFile,
  markVerified,
  type OutputFile,
  readOutputFile,
  writeAll,
} from '../../platform/output-files.ts'
import { probe } from './probe.ts'
import type { WrittenChunk } from './chunked-target.ts'
import { readCoverFrame } from './cover-frame.ts'
import { readThumbnails } from './thumbnails.ts'
import { readTimeline } from './read-timeline.ts'
import { benchmark } from './benchmark.ts'
import { verify } from './verify.ts'

/** Bytes at the start of the output that may change until the file is complete. mediabunny patches eight of them. */
const rewritableBytes = 1024

type CompressRequest = MediaRequest & { type: 'compress' }

/** Milliseconds between two progress messages. */
const reportInterval = 200

const send = (response: MediaResponse, transfer: Transferable[] = []) =>
  self.postMessage(response, { transfer })

let output: OutputFile | undefined
/** The initial value allows the first progress message at once. */
let reportedAt = -reportInterval
/** Pending while paused. A second pause keeps it, because the compression already waits for it. */
let paused: PromiseWithResolvers<void> | undefined

self.addEventListener('message', ({ data }) => {
  handle(v.parse(MediaRequest, data)).catch(sendFailure)
})

async function handle(request: MediaRequest): Promise<void> {
  switch (request.type) {
    case 'probe':
      return send({ type: 'probed', media: await probe(request.file) })
    case 'private-data':
      return sendPrivateData(request.file)
    case 'benchmark': {
      const megapixels = await benchmark(request.file, request.target)
      return send({ type: 'benchmarked', megapixels })
    }
    case 'timeline':
      return send({ type: 'timeline', ...(await readTimeline(request.file)) })
    case 'thumbnails':
      await readThumbnails(request.file, request.times, (index, picture) =>
        send({ type: 'thumbnail', index, picture }),
      )
      return send({ type: 'thumbnails-done' })
    case 'cover-frame': {
      const picture = await readCoverFrame(request.file, request.trim)
      return send({ type: 'cover-frame', ...(picture && { picture }) })
    }
    case 'compress':
      return runCompression(request)
    case 'pause':
      paused ??= Promise.withResolvers()
      return
    case 'resume':
      paused?.resolve()
      paused = undefined
      return
    case 'finish': {
      const duration = await finishRecording(request, reportFinishing)
      return send({ type: 'finished', duration })
    }
    case 'read':
      return readOutput(request.start, request.end)
  }
}

/** Loads the code only here, because most uses of the worker do not need it. */
async function sendPrivateData(file: Blob): Promise<void> {
  const code = import('../metadata/private-data.ts').catch((cause: unknown) => {
    throw new CodeNotLoadedError('The check for private data was not loaded.', { cause })
  })
  const { findPrivateData } = await code
  send({ type: 'private-data', data: await findPrivateData(file) })
}

async function runCompression({
  file,
  media,
  target,
  trim,
  recipe,
  output: name,
}: CompressRequest): Promise<void> {
  let written = 0
  const opened = (output = await createOutputFile(name))
  const write = ({ data, position }: WrittenChunk) => {
    // Bytes that were reported as written may already be uploaded.
    if (position < written && position + data.byteLength > rewritableBytes)
      throw new Error(`Bytes at ${position} were written twice.`)
    writeAll(opened, data, position)
    written = Math.max(written, position + data.byteLength)
  }
  let result: Awaited<ReturnType<typeof compress>>
  try {
    result = await compress(
      file,
      { media, target, trim },
      {
        write,
        waitWhilePaused: async () => paused?.promise,
        progress: (seconds) => {
          if (performance.now() - reportedAt < reportInterval) return
          reportedAt = performance.now()
          send({ type: 'progress', seconds, written })
        },
      },
    )
    opened.flush()
  } finally {
    output = undefined
    opened.close()
  }
  send({ type: 'written', size: written })
  await verify(await readOutputFile(name), { media, target, trim }, result)
  await markVerified(name, recipe)
  send({ type: 'verified' })
}

function reportFinishing(done: number): void {
  if (performance.now() - reportedAt < reportInterval) return
  reportedAt = performance.now()
  send({ type: 'finishing', done })
}

/** Sends bytes of the output. Ignores the request after the file is closed: then the page reads the file itself. */
function readOutput(start: number, end: number): void {
  if (!output) return
  const bytes = new ArrayBuffer(end - start)
  output.read(new Uint8Array(bytes), { at: start })
  send({ type: 'bytes', bytes }, [bytes])
}

function sendFailure(error: unknown): void {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  send({ type: 'failed', failure: failureOf(name), detail: `${name}: ${message}` })
}

function failureOf(errorName: string): CompressionFailure {
  switch (errorName) {
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
