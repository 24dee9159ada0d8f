import { type FileId, splitName } from '@reelferry/contract'
import {
  compress,
  compressionStorage,
  CompressionError,
  PlanMissedError,
  probe,
} from '../../../media/media-client.ts'
import { planAutoQuality } from '../../../media/auto-quality.ts'
import type { BitratePlan, MissedPlan } from '../../../media/model/auto-bitrate.ts'
import {
  applyTrim,
  compressionRejectionOf,
  encodingTargetOf,
  estimateOf,
} from '../../../media/model/compression-plan.ts'
import type { MediaInfo } from '../../../media/model/media-info.ts'
import { type Choice, reencodeTargetOf, type Target } from '../../../media/model/quality.ts'
import type { PageStorage } from '../../../platform/files/page-storage.ts'
import {
  hasUnfinishedOutput,
  outputNameOf,
  verifiedOutputFile,
} from '../../../platform/output-files.ts'
import type { FailureCode } from '../job/failure.ts'
import type { ResultProgress } from '../job/job.ts'
import { isVodRefusal, toFailure } from './classify-failure.ts'
import { type GrowingFile, WorkerFile } from './growing-file.ts'
import { maxParts, minPartSize } from './part-sizes.ts'
import { ProgressReporter } from './progress-reporter.ts'
import {
  type FallbackReason,
  CanceledError,
  type Transfer,
  type TransferOptions,
} from './transfer.ts'
import { VodUpload } from './vod-upload.ts'

/** A running compression or upload. */
interface Task {
  pause(): void
  resume(): void
  cancel(): unknown
}

/** How a result is made. */
interface Encoding {
  media: MediaInfo
  /** With the planned bitrate, if there is one. */
  choice: Choice
  /** Absent if the video track is copied. */
  target: Target | undefined
  /** Whether the bitrate was chosen so that the result looks like the source. */
  looksSame: boolean
}

/** Whether VOD refused an upload whose size was unknown when it was opened. It would refuse the next one too. */
let isUnknownSizeRefused = false

/**
 * Keys of sessions that this page opened with the exact size. If VOD refuses such a session, the size is not the
 * reason.
 */
const exactSizeSessions = new Set<string>()

/** After these failures of a growing file, the finished file is sent in another session. */
const failuresOfGrowingFile: FailureCode[] = [
  'vod-refused',
  'storage-refused',
  'session-expired',
  'unexpected',
]

/**
 * Whether a file can be sent before it is finished. The minimum part size limits the size that fits; the file may become
 * larger than expected.
 */
const canSendWhileWritten = (expectedSize: number): boolean =>
  !isUnknownSizeRefused && expectedSize <= (maxParts / 2) * minPartSize

/**
 * Compresses or trims a file and sends the result, part by part while it is written. The finished result stays in
 * storage until it is published, so that a later page can send it; only memory does not keep it. The result is sent in
 * another session if VOD refuses the first one, whose size was only expected. The source is sent instead if the result
 * is not smaller or differs from the source, or if the file cannot be compressed here.
 */
export class CompressedTransfer implements Transfer {
  readonly done: Promise<FileId>
  readonly #file: File
  readonly #options: TransferOptions
  readonly #compression: NonNullable<TransferOptions['compression']>
  readonly #outputName: string
  readonly #tasks = new Set<Task>()
  readonly #canceled = Promise.withResolvers<never>()
  #isPaused = false
  #isCanceled = false

  constructor(
    file: File,
    options: TransferOptions,
    compression: NonNullable<TransferOptions['compression']>,
  ) {
    this.#file = file
    this.#options = options
    this.#compression = compression
    this.#outputName = outputNameOf(compression.jobId)
    this.done = Promise.race([this.#run(), this.#canceled.promise])
  }

  pause(): void {
    this.#isPaused = true
    for (const task of this.#tasks) task.pause()
  }

  resume(): void {
    this.#isPaused = false
    for (const task of this.#tasks) task.resume()
  }

  cancel(): void {
    this.#isCanceled = true
    for (const task of this.#tasks) void task.cancel()
    this.#canceled.reject(new CanceledError())
  }

  async #run(): Promise<FileId> {
    const { choice, trim, resumedFrom } = this.#compression
    const storage = await compressionStorage()
    const { store } = storage
    const earlierResult = await verifiedOutputFile(store, this.#outputName, this.#recipe())
    if (earlierResult) {
      resumedFrom('result')
      return await this.#sendEarlierResult(earlierResult)
    }
    // An unfinished file has no index, so compressing starts again.
    if (await hasUnfinishedOutput(store, this.#outputName)) resumedFrom('source')
    const media = await probe(this.#file)
    const rejection = compressionRejectionOf(media)
    const isAuto = choice.quality === 'Auto' && !rejection
    const plan = isAuto ? await this.#planQuality(media) : undefined
    const encoding = this.#encodingOf(media, plan)
    const target = rejection ? undefined : encoding.target
    // Never send the original of a trimmed video: its creator removed a part of it.
    if (!target && !trim) return this.#sendOriginal('not-useful')
    if (plan && !trim && this.#expectedSizeOf(encoding) >= this.#file.size)
      return this.#sendOriginal('not-useful')
    if (this.#isCanceled) throw new CanceledError()
    try {
      return await this.#compressAndSend({ ...encoding, target }, storage)
    } catch (error) {
      const cannotCopy = error instanceof CompressionError && error.failure === 'cannot-encode'
      if (target || rejection || !cannotCopy) throw error
      // The file's index marks a frame as a key frame that is not one. Encode at the same size instead of copying.
      return await this.#compressAndSend({ ...encoding, target: reencodeTargetOf(media) }, storage)
    }
  }

  /**
   * Resolves with `undefined` if no plan is possible. Then the result has the maximum bitrate.
   * @throws {CompressionError} `stalled`: the compression would hang too
   */
  async #planQuality(media: MediaInfo, missed?: MissedPlan): Promise<BitratePlan | undefined> {
    try {
      return await planAutoQuality(this.#file, media, this.#compression.trim, missed)
    } catch (error) {
      if (error instanceof CompressionError && error.failure !== 'stalled') return undefined
      throw error
    }
  }

  #encodingOf(media: MediaInfo, plan: BitratePlan | undefined): Encoding {
    const { choice: chosen, trim } = this.#compression
    const choice: Choice = plan ? { quality: 'Auto', kbps: plan.kbps } : chosen
    const target = encodingTargetOf(media, choice, trim)
    return { media, choice, target, looksSame: plan?.looksSame ?? false }
  }

  #expectedSizeOf({ media, choice }: Encoding): number {
    const unknownSpeeds = { megapixels: undefined, upload: undefined }
    return estimateOf(media, this.#file.size, choice, unknownSpeeds, this.#compression.trim).size
  }

  async #compressAndSend(
    encoding: Encoding,
    storage: PageStorage,
    maySendWhileWritten = true,
  ): Promise<FileId> {
    const { media, target, looksSame } = encoding
    const { trim } = this.#compression
    const file = this.#file
    const { duration } = applyTrim(media, file.size, trim).media
    const expectedSize = this.#expectedSizeOf(encoding)
    const isSentWhileWritten = maySendWhileWritten && canSendWhileWritten(expectedSize)
    const output = { recipe: this.#recipe(), output: this.#outputName, storage }
    const compression = compress(
      { file, media, target, trim, looksSame, ...output, isSentWhileWritten },
      ({ seconds, written, openHeader }) => {
        growing.grow(written, openHeader)
        progress.setEncoded(seconds / duration)
      },
    )
    this.#startTask(compression)
    const { read, release, done: verified } = compression
    const growing = new WorkerFile(expectedSize, { read, release, verified })
    const progress = new ProgressReporter(growing, (sentBytes, result) =>
      this.#options.listener.progress(sentBytes, result),
    )
    const upload = isSentWhileWritten
      ? this.#sendWhileGrowing(growing, (sentBytes) => progress.setSent(sentBytes))
      : undefined
    try {
      const { size } = await compression.written
      if (size >= file.size && !trim) {
        this.#endTask(compression)
        upload?.cancel()
        return await this.#sendOriginal('not-useful', { totalBytes: file.size, encoded: 1 })
      }
      growing.finish(size)
      progress.setEncoded(1)
      const result = await compression.done
      this.#tasks.delete(compression)
      const fileId = await upload?.done
      if (fileId) return fileId
      if (upload) this.#options.listener.restarted()
      // The parts that were sent are not in memory any more.
      if (compression.hasGaps) return await this.#compressAndSend(encoding, storage, false)
      return await this.#sendResult(result, '')
    } catch (error) {
      upload?.cancel()
      if (error instanceof PlanMissedError) {
        if (upload) this.#options.listener.restarted()
        const again = this.#encodingOf(media, await this.#planQuality(media, error.missed))
        return await this.#compressAndSend({ ...again, looksSame: false }, storage)
      }
      const isWrong = error instanceof CompressionError && error.failure === 'wrong-output'
      if (!isWrong || trim) throw error
      return await this.#sendOriginal('wrong-result', { totalBytes: file.size, encoded: 1 })
    }
  }

  /**
   * Sends a file while it is written. `done` resolves with `undefined` if the finished file has to be sent in another
   * session.
   */
  #sendWhileGrowing(file: GrowingFile, progress: (sentBytes: number) => void) {
    const listener = { ...this.#options.listener, progress }
    const content = { file, name: this.#resultName() }
    const upload = new VodUpload(content, { ...this.#options, sessionKey: '', listener })
    this.#startTask(upload)
    const done = upload.run().catch((error: unknown) => {
      if (error instanceof CanceledError || error instanceof CompressionError) throw error
      if (!failuresOfGrowingFile.includes(toFailure(error).code)) throw error
      if (isVodRefusal(error)) isUnknownSizeRefused = true
      return undefined
    })
    // Awaited only after the compression: until then its rejection must not count as unhandled.
    done.catch(() => undefined)
    return { done, cancel: () => this.#endTask(upload) }
  }

  /** Sends a result of an earlier page. Its session may have been opened with the expected size, which VOD may refuse. */
  async #sendEarlierResult(result: File): Promise<FileId> {
    const { sessionKey, listener } = this.#options
    try {
      return await this.#sendResult(result, sessionKey)
    } catch (error) {
      const isSizeSuspect = sessionKey !== '' && !exactSizeSessions.has(sessionKey)
      if (!isVodRefusal(error) || !isSizeSuspect) throw error
      listener.restarted()
      return await this.#sendResult(result, '')
    }
  }

  #sendResult(result: File, sessionKey: string): Promise<FileId> {
    const { lastModified, size } = result
    const file = new File([result], this.#resultName(), { type: 'video/mp4', lastModified })
    return this.#send(file, sessionKey, { totalBytes: size, encoded: 1 })
  }

  /**
   * Sends the source. Informs the queue before, so that a later page resumes this session and does not compress
   * again.
   */
  #sendOriginal(reason: FallbackReason, progress?: ResultProgress): Promise<FileId> {
    this.#compression.fellBackToOriginal(reason)
    return this.#send(this.#file, '', progress)
  }

  /** Sends a finished file. `result` is present if the progress bar already shows a compression. */
  #send(file: File, sessionKey: string, result: ResultProgress | undefined): Promise<FileId> {
    const { listener } = this.#options
    const progress = (sentBytes: number) => listener.progress(sentBytes, result)
    const sessionOpened = (key: string) => {
      if (!sessionKey) exactSizeSessions.add(key)
      listener.sessionOpened(key)
    }
    const options = {
      ...this.#options,
      sessionKey,
      listener: { ...listener, progress, sessionOpened },
    }
    return this.#startTask(new VodUpload({ file }, options)).run()
  }

  #resultName(): string {
    return `${splitName(this.#file.name).base}.mp4`
  }

  /** Identifies how the result was made. Stored beside the result. */
  #recipe(): string {
    const { choice, trim } = this.#compression
    const range = trim ? `-${trim.start}-${trim.end}` : ''
    return `${choice.quality === 'Custom' ? choice.kbps : choice.quality}${range}`
  }

  #startTask<T extends Task>(task: T): T {
    this.#tasks.add(task)
    if (this.#isPaused) task.pause()
    if (this.#isCanceled) void task.cancel()
    return task
  }

  #endTask(task: Task): void {
    this.#tasks.delete(task)
    void task.cancel()
  }
}
