/** The media worker. Each worker handles one file; the page starts a worker for each task. */
import * as v from 'valibot'
import { finishRecording } from './finish-recording.ts'
import {
  type CompressionFailure,
  MediaRequest,
  type MediaResponse,
} from '../model/worker-messages.ts'
import { startActivityReports, waitForPage } from './activity.ts'
import { CodeNotLoadedError } from './codecs.ts'
import { compress } from './compress.ts'
import { createOutputFile, markVerified, readOutputFile } from '../../platform/output-files.ts'
import type { OutputFile } from '../../platform/files/file-store.ts'
import { maxMemoryBytes } from '../../platform/model/storage-kind.ts'
import { storeOf } from '../../platform/files/store-of.ts'
import { StorageError } from '../../platform/storage-error.ts'
import { OutputWriter } from './output-writer.ts'
import { planBitrate } from './plan-bitrate.ts'
import { probe } from './probe.ts'
import { readCoverFrame } from './cover-frame.ts'
import { makePreviewImage } from './preview-tiles.ts'
import { readShownFrame } from './shown-frame.ts'
import { readThumbnails } from './thumbnails.ts'
import { readTimeline } from './read-timeline.ts'
import { benchmark } from './benchmark.ts'
import { findMissedPlan } from './result-quality.ts'
import { verify, WrongOutputError } from './verify.ts'

type CompressRequest = MediaRequest & { type: 'compress' }

/** Milliseconds between two progress messages. */
const reportInterval = 200

const send = (response: MediaResponse, transfer: Transferable[] = []) =>
  self.postMessage(response, { transfer })

let output: { file: OutputFile; writer: OutputWriter } | undefined
/** The initial value allows the first progress message at once. */
let reportedAt = -reportInterval
/** Pending while paused. A second pause keeps it, because the compression already waits for it. */
let paused: PromiseWithResolvers<void> | undefined

startActivityReports(self, () => send({ type: 'active' }))

self.addEventListener('message', ({ data }) => {
  handle(v.parse(MediaRequest, data)).catch(sendFailure)
})

async function handle(request: MediaRequest): Promise<void> {
  switch (request.type) {
    case 'probe':
      return send({ type: 'probed', media: await probe(request.file) })
    case 'private-data':
      return sendPrivateData(request.file)
    case 'benchmark':
      return send({ type: 'benchmarked', ...(await benchmark(request.file, request.target)) })
    case 'plan-bitrate': {
      const plan = await planBitrate(request.file, request.target, request.range, request.missed)
      return send({ type: 'bitrate-planned', plan })
    }
    case 'timeline':
      return send({ type: 'timeline', ...(await readTimeline(request.file)) })
    case 'thumbnails':
      await readThumbnails(request.file, request.times, (index, picture) =>
        send({ type: 'thumbnail', index, picture }),
      )
      return send({ type: 'thumbnails-done' })
    case 'shown-frame': {
      const picture = await readShownFrame(request.file, request.time)
      return send({ type: 'shown-frame', ...(picture && { picture }) })
    }
    case 'cover-frame': {
      const picture = await readCoverFrame(request.file, request.trim)
      return send({ type: 'cover-frame', ...(picture && { picture }) })
    }
    case 'preview-image': {
      const previews = await makePreviewImage(request.file, request.trim)
      return send({ type: 'preview-image', ...(previews && { previews }) })
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
      const { duration, file } = await finishRecording(request, reportFinishing)
      return send({ type: 'finished', duration, ...(request.storage === 'memory' && { file }) })
    }
    case 'read':
      return readOutput(request.start, request.end)
    case 'release':
      return output?.writer.release(request.end)
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
  looksSame,
  recipe,
  output: name,
  storage,
  isSentWhileWritten,
}: CompressRequest): Promise<void> {
  const store = await storeOf(storage)
  const opened = await createOutputFile(store, name)
  const maxHeldBytes = storage === 'memory' ? maxMemoryBytes : Infinity
  const writer = new OutputWriter(opened, { maxHeldBytes, isSentWhileWritten })
  output = { file: opened, writer }
  let result: Awaited<ReturnType<typeof compress>>
  try {
    result = await compress(
      file,
      { media, target, trim, looksSame },
      {
        write: (chunk) => writer.write(chunk),
        waitWhilePaused: () => waitForPage(paused?.promise),
        progress: (seconds, openHeader) => {
          if (performance.now() - reportedAt < reportInterval) return
          reportedAt = performance.now()
          send({ type: 'progress', seconds, ...writer.report(openHeader) })
        },
      },
    )
    await writer.restoreHeaders(result.headers)
    await opened.flush()
  } finally {
    output = undefined
    await opened.close()
  }
  const size = writer.written
  const stored = await readOutputFile(store, name)
  if (stored?.size !== size)
    throw new WrongOutputError(`${stored?.size} bytes are stored instead of ${size}`)
  send({ type: 'written', size, ...(storage === 'memory' && { file: stored }) })
  const finished = { file: stored, hasGaps: writer.hasGaps, ...result }
  await verify(file, { media, target, trim }, finished)
  const missed = target && result.frames && (await findMissedPlan(finished, target))
  if (missed) return send({ type: 'plan-missed', missed })
  if (storage !== 'memory') await markVerified(store, name, recipe)
  send({ type: 'verified' })
}

function reportFinishing(done: number): void {
  if (performance.now() - reportedAt < reportInterval) return
  reportedAt = performance.now()
  send({ type: 'finishing', done })
}

/** Sends bytes of the output. Ignores the request after the file is closed: then the page reads the file itself. */
async function readOutput(start: number, end: number): Promise<void> {
  const bytes = await output?.file.read(start, end)
  if (bytes) send({ type: 'bytes', bytes }, [bytes])
}

function sendFailure(error: unknown): void {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  send({ type: 'failed', failure: failureOf(error, name), detail: `${name}: ${message}` })
}

function failureOf(error: unknown, errorName: string): CompressionFailure {
  // Codecs have exceptions of the same names, also a QuotaExceededError.
  if (error instanceof StorageError) return error.isFull ? 'no-space' : 'storage'
  switch (errorName) {
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
