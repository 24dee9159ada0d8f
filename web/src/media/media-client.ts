/** The page's client of the media worker: probes, benchmarks, compresses and finishes files. */
import * as v from 'valibot'
import type { Timeline } from './model/timeline.ts'
import type { Trim } from './model/trim.ts'
import type { MissedPlan } from './model/auto-bitrate.ts'
import type { EncodingSpeed } from './model/compression-plan.ts'
import type { MediaInfo } from './model/media-info.ts'
import {
  type CompressionFailure,
  type MediaRequest,
  MediaResponse,
  type PreviewImage,
} from './model/worker-messages.ts'
import type { Target } from './model/quality.ts'
import { type PageStorage, pageStorage } from '../platform/files/page-storage.ts'
import { readOutputFile, removeOutputFile } from '../platform/output-files.ts'
import {
  finishedPathOf,
  readRawRecording,
  removeRawRecording,
} from '../platform/recording-files.ts'
import { StorageError } from '../platform/storage-error.ts'
import { startWorker } from '../platform/start-worker.ts'
import { stallSeconds, watchForStall } from './stall-watch.ts'
import workerUrl from './worker/worker.ts?worker&url'

/** The media worker ended without a result. Other modules recognize it by its name. */
export class CompressionError extends Error {
  override name = 'CompressionError'
  readonly failure: CompressionFailure

  constructor(failure: CompressionFailure, detail: string) {
    super(detail)
    this.failure = failure
  }
}

/** The result looks worse than planned, and was removed. */
export class PlanMissedError extends CompressionError {
  readonly missed: MissedPlan

  constructor(missed: MissedPlan) {
    super('wrong-output', 'The result looks worse than planned.')
    this.missed = missed
  }
}

/** A connection to a media worker of its own. */
interface WorkerConnection {
  send(request: MediaRequest): void
  terminate(): void
}

/**
 * Starts a worker. If it hangs, ends it with the failure `stalled`.
 * @throws {CompressionError} if the browser does not let the page start a worker
 */
function connect(
  onResponse: (response: MediaResponse) => void,
  onError: (error: CompressionError) => void,
): WorkerConnection {
  let worker: Worker
  try {
    worker = startWorker(workerUrl)
  } catch (error) {
    throw new CompressionError('not-loaded', String(error))
  }
  const terminate = () => {
    watch.stop()
    worker.terminate()
  }
  const watch = watchForStall(() => {
    terminate()
    onError(new CompressionError('stalled', `no progress for ${stallSeconds} s`))
  })
  worker.addEventListener('message', ({ data }) => {
    watch.noteProgress()
    const parsed = v.safeParse(MediaResponse, data)
    // A damaged file can contain impossible values, such as a negative duration.
    if (!parsed.success)
      return onError(new CompressionError('unreadable', 'The media info is not valid.'))
    const response = parsed.output
    if (response.type === 'failed') onError(new CompressionError(response.failure, response.detail))
    else onResponse(response)
  })
  // An error event without a message means that the worker's code was not loaded.
  worker.addEventListener('error', ({ message }) =>
    onError(new CompressionError(message ? 'unexpected' : 'not-loaded', message)),
  )
  return { send: (request) => worker.postMessage(request), terminate }
}

/** Starts a worker for one request, and ends it after the response of the expected type. */
export async function request<Type extends MediaResponse['type']>(
  message: MediaRequest,
  type: Type,
): Promise<MediaResponse & { type: Type }> {
  const { promise, resolve, reject } = Promise.withResolvers<MediaResponse & { type: Type }>()
  const isExpected = (response: MediaResponse): response is MediaResponse & { type: Type } =>
    response.type === type
  const worker = connect((response) => isExpected(response) && resolve(response), reject)
  try {
    worker.send(message)
    return await promise
  } finally {
    worker.terminate()
  }
}

/**
 * The storage of this page, for compressed files and recordings.
 * @throws {CompressionError} if the code of its probe could not be loaded
 */
export async function compressionStorage(): Promise<PageStorage> {
  try {
    return await pageStorage()
  } catch (error) {
    throw new CompressionError('not-loaded', String(error))
  }
}

/** The error of a call to the storage. */
const storageFailure = (error: unknown): CompressionError =>
  new CompressionError(
    error instanceof StorageError && error.isFull ? 'no-space' : 'storage',
    String(error),
  )

/**
 * Reads the media info of a file.
 * @throws {CompressionError} if the file is not a readable video
 */
export async function probe(file: Blob): Promise<MediaInfo> {
  return (await request({ type: 'probe', file }, 'probed')).media
}

/**
 * Measures how fast this device compresses this file, and whether its encoder produces the requested bitrate.
 * @throws {CompressionError}
 */
export async function benchmark(file: Blob, target: Target): Promise<EncodingSpeed> {
  const { megapixels, bitsPerPixel } = await request(
    { type: 'benchmark', file, target },
    'benchmarked',
  )
  return { megapixels, bitsPerPixel }
}

/**
 * Converts the raw recording in a directory to a playable file. Resolves with its duration in seconds.
 * @param onProgress receives numbers from 0 to 1
 * @throws {CompressionError}
 */
export async function finishRecording(
  directory: string,
  title: string,
  onProgress: (done: number) => void,
): Promise<number> {
  const { kind: storage, store } = await compressionStorage()
  const raw = storage === 'memory' ? await readRawRecording(store, directory) : undefined
  const { promise, resolve, reject } = Promise.withResolvers<MediaResponse & { type: 'finished' }>()
  const worker = connect((response) => {
    if (response.type === 'finishing') onProgress(response.done)
    else if (response.type === 'finished') resolve(response)
  }, reject)
  try {
    worker.send({ type: 'finish', directory, title, storage, ...(raw && { raw }) })
    const { duration, file } = await promise
    if (file) {
      const { appendInMemory } = await import('../platform/files/memory-file-store.ts')
      appendInMemory(finishedPathOf(directory, file.name), file)
      await removeRawRecording(store, directory)
    }
    return duration
  } finally {
    worker.terminate()
  }
}

/**
 * Reads the frame times of a file, and where it can be trimmed without encoding.
 * @throws {CompressionError}
 */
export async function readTimeline(file: Blob): Promise<Timeline> {
  const { duration, frames, starts, ends } = await request({ type: 'timeline', file }, 'timeline')
  return { duration, frames, starts, ends }
}

/**
 * Emits thumbnails of a file. Emits none if the file cannot be read.
 * @param times seconds from the first frame, ascending
 * @returns a function that stops it
 */
export function readThumbnails(
  file: Blob,
  times: number[],
  onThumbnail: (index: number, picture: Blob) => void,
): () => void {
  const worker = connect(
    (response) => {
      if (response.type === 'thumbnail') onThumbnail(response.index, response.picture)
      else worker.terminate()
    },
    // Without thumbnails the trim control still works.
    () => worker.terminate(),
  )
  worker.send({ type: 'thumbnails', file, times })
  return () => worker.terminate()
}

/**
 * Reads the frame that is visible at a time, as a JPEG of the size of a cover. Resolves with `undefined` if there is none.
 * @param time seconds from the first frame
 * @throws {CompressionError} if this browser cannot decode the video
 */
export async function shownFrame(file: Blob, time: number): Promise<File | undefined> {
  const { picture } = await request({ type: 'shown-frame', file, time }, 'shown-frame')
  return picture && new File([picture], 'cover.jpg', { type: picture.type })
}

/**
 * Chooses a frame of a video file for its cover. Resolves with a JPEG, or with `undefined` if no frame is usable.
 * @param trim the part of the video to choose from; absent for the whole video
 * @throws {CompressionError} if the file is not a readable video
 */
export async function coverFrame(file: Blob, trim: Trim | undefined): Promise<File | undefined> {
  const message = { type: 'cover-frame' as const, file, ...(trim && { trim }) }
  const { picture } = await request(message, 'cover-frame')
  return picture && new File([picture], 'cover.jpg', { type: picture.type })
}

/**
 * Makes the preview image of a video file. Resolves with `undefined` if that is impossible.
 * @param trim the part of the video that is kept; absent for the whole video
 * @throws {CompressionError} if the file is not a readable video
 */
export async function previewImage(
  file: File,
  trim: Trim | undefined,
): Promise<PreviewImage | undefined> {
  const message = { type: 'preview-image' as const, file, ...(trim && { trim }) }
  return (await request(message, 'preview-image')).previews
}

/** Progress of a compression. */
export interface CompressionProgress {
  /** Seconds of the source that are done. */
  seconds: number
  /** Bytes written. */
  written: number
  /** Position of the header of a box that may still change. All other written bytes are final. */
  openHeader: number
}

/** A running compression. */
export interface Compression {
  /** Resolves with the file as soon as all of it is written. */
  written: Promise<File>
  /** Resolves with the verified file. Rejects with a {@link CompressionError} after the output file was removed. */
  done: Promise<File>
  pause(): void
  resume(): void
  /** Stops at once and removes the output file. `written` and `done` never settle. */
  cancel(): Promise<void>
  /**
   * Reads bytes that were reported as written, also while the worker still has the file open.
   * @throws {ReleasedError} if they were released
   */
  read(start: number, end: number): Promise<Blob>
  /** Frees the memory of the bytes before `end`, which are sent. */
  release(end: number): void
  /** Whether bytes were released. Then the result has gaps, and only its sender can complete it. */
  readonly hasGaps: boolean
}

/** Bytes of a result are needed again that were released. The compression has to start again. */
export class ReleasedError extends Error {
  override name = 'ReleasedError'
}

export interface CompressionOptions {
  file: Blob
  media: MediaInfo
  /** Absent if the video track is copied. */
  target?: Target | undefined
  /** Absent if the whole video is kept. */
  trim?: Trim | undefined
  /** Whether the bitrate was chosen so that the result looks like the file. The verification checks that. */
  looksSame?: boolean
  /** Identifies quality and trim. A stored result is only used again for the same recipe. */
  recipe: string
  /** Name of the output file. */
  output: string
  /** Where the result is stored. */
  storage: PageStorage
  /** Whether the result is sent, and what is sent is released, before it is complete. */
  isSentWhileWritten: boolean
}

/** Compresses or trims a file. The result is a file in storage. */
export function compress(
  { output, storage: { kind, store }, ...options }: CompressionOptions,
  onProgress: (progress: CompressionProgress) => void,
): Compression {
  const written = Promise.withResolvers<File>()
  const verified = Promise.withResolvers<void>()
  /** Pending reads. The worker answers them in this order. */
  const reads: { start: number; end: number; resolve: (bytes: Blob) => void }[] = []
  let result: File | undefined
  let releasedEnd = 0
  const discard = () => {
    worker.terminate()
    return removeOutputFile(store, output)
  }
  const fail = (error: unknown) => {
    const reject = () => {
      written.reject(error)
      verified.reject(error)
    }
    // If the output file cannot be removed either, the caller still gets the first error.
    discard().then(reject, reject)
  }
  /** The worker has closed the file, so the page can read it from now on. Answers the reads that the worker ignores. */
  const finish = async ({ size, file }: MediaResponse & { type: 'written' }) => {
    try {
      const stored = file ? new File([file], output) : await readOutputFile(store, output)
      if (stored?.size !== size)
        return fail(new CompressionError('wrong-output', `${stored?.size} of ${size} bytes`))
      result = stored
      for (const { start, end, resolve } of reads.splice(0)) resolve(stored.slice(start, end))
      written.resolve(stored)
    } catch (error) {
      fail(storageFailure(error))
    }
  }
  const worker = connect((response) => {
    if (response.type === 'progress') onProgress(response)
    else if (response.type === 'bytes') reads.shift()?.resolve(new Blob([response.bytes]))
    else if (response.type === 'written') void finish(response)
    else if (response.type === 'verified') verified.resolve()
    else if (response.type === 'plan-missed') fail(new PlanMissedError(response.missed))
  }, fail)
  worker.send({ type: 'compress', ...options, output, storage: kind })
  const done = Promise.all([written.promise, verified.promise]).then(([file]) => {
    worker.terminate()
    return file
  })
  // A caller may await only one of the two promises.
  written.promise.catch(() => undefined)
  done.catch(() => undefined)
  return {
    written: written.promise,
    done,
    pause: () => worker.send({ type: 'pause' }),
    resume: () => worker.send({ type: 'resume' }),
    cancel: discard,
    read: async (start, end) => {
      if (start < releasedEnd) throw new ReleasedError()
      if (result) return result.slice(start, end)
      const { promise, resolve } = Promise.withResolvers<Blob>()
      reads.push({ start, end, resolve })
      worker.send({ type: 'read', start, end })
      return promise
    },
    release: (end) => {
      if (kind !== 'memory') return
      releasedEnd = Math.max(releasedEnd, end)
      worker.send({ type: 'release', end })
    },
    get hasGaps() {
      return releasedEnd > 0
    },
  }
}
