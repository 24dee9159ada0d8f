import { type FileId, splitName } from '@reelferry/contract'
import { compress, CompressionError, probe } from '../../../media/media-client.ts'
import {
  hasUnfinishedOutput,
  outputNameOf,
  verifiedOutputFile,
} from '../../../platform/output-files.ts'
import {
  compressionRejectionOf,
  applyTrim,
  estimateOf,
  encodingTargetOf,
} from '../../../media/model/compression-plan.ts'
import { type Choice, reencodeTargetOf, type Target } from '../../../media/model/quality.ts'
import type { Trim } from '../../../media/model/trim.ts'
import { toFailure } from './classify-failure.ts'
import type { ResumePoint } from '../job/job.ts'
import { CanceledError, type Transfer, type TransferOptions } from './transfer.ts'
import { minPartSize, maxParts } from './part-sizes.ts'
import type { GrowingFile } from './growing-file.ts'
import { VodUploader } from './vod-uploader.ts'

/** What can be held and ended: a compression, an upload. */
interface Work {
  pause(): void
  resume(): void
  cancel(): unknown
}

/** When a finished file is sent. */
type When = 'at once' | 'after compressing'

/** Whether VOD refused an upload whose size was not known beforehand. It would the next one too. */
let isOverlapRefused = false

/** Sessions of this page that were applied for with the very size: what VOD refuses of them, it minds for another reason. */
const sizedSessions = new Set<string>()

/** Milliseconds between two reports while it is compressed: each has the page drawn anew, beside a busy encoder. */
const reportInterval = 500

/** Failures that the same bytes may not meet on the ordinary way. */
const curedByOrdinaryWay = ['vod-refused', 'storage-refused', 'session-expired', 'unexpected']

/**
 * Compresses a file as chosen and sends the result, its parts as soon as they are written; the finished
 * file waits in the origin private file system until it is published, and goes the ordinary way if VOD
 * minds this one. What is not smaller, or cannot be compressed here, goes up as it is.
 */
export class CompressedTransfer implements Transfer {
  readonly done: Promise<FileId>
  readonly #file: File
  readonly #options: TransferOptions
  readonly #choice: Choice
  readonly #trim: Trim | undefined
  readonly #output: string
  readonly #resumedFrom: (from: ResumePoint) => void
  readonly #fellBackToOriginal: () => void
  #works = new Set<Work>()
  #isPaused = false
  readonly #canceled = Promise.withResolvers<never>()
  #isCanceled = false

  constructor(
    file: File,
    options: TransferOptions,
    {
      choice,
      trim,
      jobId,
      resumedFrom,
      fellBackToOriginal,
    }: NonNullable<TransferOptions['compression']>,
  ) {
    this.#file = file
    this.#options = options
    this.#choice = choice
    this.#trim = trim
    this.#output = outputNameOf(jobId)
    this.#resumedFrom = resumedFrom
    this.#fellBackToOriginal = fellBackToOriginal
    this.done = Promise.race([this.#run(), this.#canceled.promise])
  }

  pause(): void {
    this.#isPaused = true
    for (const work of this.#works) work.pause()
  }

  resume(): void {
    this.#isPaused = false
    for (const work of this.#works) work.resume()
  }

  cancel(): void {
    this.#isCanceled = true
    for (const work of this.#works) void work.cancel()
    this.#canceled.reject(new CanceledError())
  }

  async #run(): Promise<FileId> {
    const kept = await verifiedOutputFile(this.#output, this.#recipe())
    if (kept) {
      this.#resumedFrom('result')
      return await this.#sendKept(kept)
    }
    // The tables of a file that was never finished are lost, and its parts with them.
    if (await hasUnfinishedOutput(this.#output)) this.#resumedFrom('source')
    const media = await probe(this.#file)
    // What is cut is never sent as it was, whatever stands in the way of compressing it.
    const obstacle = compressionRejectionOf(media)
    const target = obstacle ? undefined : encodingTargetOf(media, this.#choice, this.#trim)
    if (!target && !this.#trim) return this.#sendOriginal('at once')
    this.#throwIfCanceled()
    try {
      return await this.#compressAndSend(media, target)
    } catch (error) {
      const cannotCopy = error instanceof CompressionError && error.failure === 'cannot-encode'
      if (target || obstacle || !cannotCopy) throw error
      // What its tables call a key frame is none.
      return await this.#compressAndSend(media, reencodeTargetOf(media))
    }
  }

  async #compressAndSend(
    media: Awaited<ReturnType<typeof probe>>,
    target: Target | undefined,
  ): Promise<FileId> {
    const trim = this.#trim
    const { duration } = applyTrim(media, this.#file.size, trim).media
    const unknown = { megapixels: undefined, upload: undefined }
    const expectedSize = estimateOf(media, this.#file.size, this.#choice, unknown, trim).size
    const startedAt = performance.now()
    const state = { written: 0, isWritten: false, encoded: 0, sentBytes: 0 }
    let changed = Promise.withResolvers<void>()
    const change = () => {
      changed.resolve()
      changed = Promise.withResolvers()
    }
    let toldAt = -Infinity
    const tell = () => {
      const { written, isWritten, encoded, sentBytes } = state
      const now = performance.now()
      if (!isWritten && now - toldAt < reportInterval) return
      toldAt = now
      const elapsed = (now - startedAt) / 1000
      const totalBytes = isWritten ? written : Math.max(expectedSize, written)
      this.#options.listener.progress(sentBytes, {
        totalBytes,
        encoded,
        ...(encoded > 0 && { remainingEncodingSeconds: (elapsed * (1 - encoded)) / encoded }),
      })
    }
    const compression = compress(
      { file: this.#file, media, target, trim, recipe: this.#recipe(), output: this.#output },
      ({ seconds, written }) => {
        // All of it only once the file is there.
        state.encoded = Math.min(0.999, seconds / duration)
        state.written = written
        tell()
        change()
      },
    )
    this.#begin(compression)
    const growing: GrowingFile = {
      type: 'video/mp4',
      expectedSize,
      get written() {
        return state.written
      },
      get isWritten() {
        return state.isWritten
      },
      changed: () => changed.promise,
      read: compression.read,
      verified: compression.done,
    }
    const overlapped = this.#overlap(growing, (sentBytes) => {
      state.sentBytes = sentBytes
      tell()
    })
    try {
      const { size } = await compression.written
      if (size >= this.#file.size && !trim) {
        this.#end(compression)
        overlapped?.cancel()
        return await this.#sendOriginal('after compressing')
      }
      Object.assign(state, { written: size, isWritten: true, encoded: 1 })
      tell()
      change()
      const result = await compression.done
      this.#works.delete(compression)
      const fileId = await overlapped?.done
      if (fileId) return fileId
      // All of it may have been sent.
      if (overlapped) this.#options.listener.restarted()
      return await this.#sendResult(result, '')
    } catch (error) {
      overlapped?.cancel()
      throw error
    }
  }

  /** Sends a file while it grows. Resolves with nothing if it has to go the ordinary way. */
  #overlap(file: GrowingFile, progress: (sentBytes: number) => void) {
    if (isOverlapRefused || file.expectedSize > (maxParts / 2) * minPartSize) return undefined
    const listener = { ...this.#options.listener, progress }
    const content = { file, name: this.#resultName() }
    const uploader = new VodUploader(content, { ...this.#options, sessionKey: '', listener })
    this.#begin(uploader)
    const done = uploader.run().catch((error: unknown) => {
      if (error instanceof CanceledError || error instanceof CompressionError) throw error
      const { code } = toFailure(error)
      if (!curedByOrdinaryWay.includes(code)) throw error
      if (code === 'vod-refused') isOverlapRefused = true
      return undefined
    })
    // Awaited only when the compression is over.
    done.catch(() => undefined)
    return { done, cancel: () => this.#end(uploader) }
  }

  /** Sends what an earlier page has made. Its session is of the size that was expected then, which VOD may mind. */
  async #sendKept(kept: File): Promise<FileId> {
    const { sessionKey, listener } = this.#options
    try {
      return await this.#sendResult(kept, sessionKey)
    } catch (error) {
      const mayBeForSize = sessionKey !== '' && !sizedSessions.has(sessionKey)
      if (toFailure(error).code !== 'vod-refused' || !mayBeForSize) throw error
      listener.restarted()
      return await this.#sendResult(kept, '')
    }
  }

  #sendResult(result: File, sessionKey: string): Promise<FileId> {
    const { lastModified } = result
    const file = new File([result], this.#resultName(), { type: 'video/mp4', lastModified })
    return this.#send(file, sessionKey, 'after compressing')
  }

  /** The queue is told first: a later page goes on with what is stored of it, and compresses nothing. */
  #sendOriginal(when: When): Promise<FileId> {
    this.#fellBackToOriginal()
    return this.#send(this.#file, '', when)
  }

  #send(file: File, sessionKey: string, when: When): Promise<FileId> {
    const { listener } = this.#options
    // What was compressed, in vain or not, is on the bar already.
    const result = when === 'at once' ? undefined : { totalBytes: file.size, encoded: 1 }
    const progress = (sentBytes: number) => listener.progress(sentBytes, result)
    const sessionOpened = (key: string) => {
      if (!sessionKey) sizedSessions.add(key)
      listener.sessionOpened(key)
    }
    const options = {
      ...this.#options,
      sessionKey,
      listener: { ...listener, progress, sessionOpened },
    }
    return this.#begin(new VodUploader({ file }, options)).run()
  }

  #resultName(): string {
    return `${splitName(this.#file.name).base}.mp4`
  }

  /** What is made of the file, in one word. */
  #recipe(): string {
    const { quality } = this.#choice
    const cut = this.#trim ? `-${this.#trim.start}-${this.#trim.end}` : ''
    return `${quality === 'Custom' ? this.#choice.kbps : quality}${cut}`
  }

  #begin<T extends Work>(work: T): T {
    this.#works.add(work)
    if (this.#isPaused) work.pause()
    if (this.#isCanceled) void work.cancel()
    return work
  }

  #end(work: Work): void {
    this.#works.delete(work)
    void work.cancel()
  }

  #throwIfCanceled(): void {
    if (this.#isCanceled) throw new CanceledError()
  }
}
