import { md5 } from '@noble/hashes/legacy.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { retry } from '@reelferry/retry'
import { readBytes } from '../../../platform/file-read-error.ts'
import { toFailure } from './classify-failure.ts'
import type { GrowingFile } from './growing-file.ts'
import { type MultipartObject, StalledError } from './multipart-object.ts'
import {
  firstPartSize,
  lastPartSize,
  pacedPartSize,
  parallelParts,
  partRanges,
  type PartSizeRange,
} from './part-sizes.ts'

/** Maximum number of tries to store one part. After them the whole transfer counts as interrupted. */
const maxPartTries = 3
/** Bytes that are hashed at a time. Hashing them takes a few milliseconds. */
const hashChunkSize = 1024 * 1024
/** Minimum time between two progress reports. */
const reportIntervalMs = 200
/** Bytes of a header that may change. */
const headerSize = 8

interface Part {
  /** From 1. */
  number: number
  /** Byte range in the file; `end` is exclusive. */
  start: number
  end: number
  /** Bytes in flight or stored. */
  sentBytes: number
  /** Absent until the part is stored. */
  etag?: string
}

export interface SenderOptions {
  /** Layout of the parts that an earlier page may have stored; absent if nothing was sent before. */
  storedLayout?: readonly PartSizeRange[]
  /** Receives the number of bytes that are stored or in flight. It falls when parts have to be sent again. */
  progress(bytes: number): void
  /** Receives the part layout, before the first part of a new size is sent. */
  layoutChanged(layout: PartSizeRange[]): void
  /**
   * Called before a new multipart upload replaces one that may be complete; rejects if that one was committed.
   * `isLikely`: parts were sent, and COS does not list their upload as unfinished.
   */
  assertNotCommitted(isLikely: boolean): Promise<void>
}

/**
 * Sends one file to an object in parts. Parts of a growing file are sent as soon as their bytes are final. The part size
 * follows the speed of the network. After an interruption, call
 * {@link PartSender.send} again to send the missing parts. It also finds parts that an earlier page stored.
 */
export class PartSender {
  readonly #file: GrowingFile
  readonly #options: SenderOptions
  readonly #minPartSize: number
  /** Size in bytes of the next parts. */
  #partSize: number
  /** Seconds of a request without the bytes of a part; 0 until it is measured. */
  #latency = 0
  /** Whether COS may have a multipart upload of this file. */
  #mayBeStored: boolean
  /** Whether COS may have completed a multipart upload of this file. */
  #mayBeComplete: boolean
  /** Whether COS has confirmed that the object is complete. */
  #isComplete = false
  #multipartId: string | undefined
  #layout: PartSizeRange[]
  /** All parts so far, by number. */
  #parts: Part[] = []
  /** Parts that are not stored and not in flight. */
  #pending: Part[] = []
  /** Parts that an earlier page stored and that are not yet compared with the file. */
  #unverified: Part[] = []
  /** Number of parts from the first one that are stored without a gap. */
  #storedCount = 0
  #reportedAt = 0
  /** Settles when the last call of `send` has ended. */
  #lastSend = Promise.resolve()

  constructor(file: GrowingFile, options: SenderOptions) {
    this.#file = file
    this.#options = options
    this.#minPartSize = firstPartSize(file.expectedSize)
    this.#partSize = this.#minPartSize
    this.#mayBeStored = options.storedLayout !== undefined
    this.#layout = [...(options.storedLayout ?? [])]
    this.#mayBeComplete = this.#layout.length > 0
  }

  /**
   * Sends the missing parts, completes the object, and waits until the file is verified: only the commit that follows
   * publishes the object. Rejects when aborted.
   */
  async send(object: MultipartObject, signal: AbortSignal): Promise<void> {
    const lastSend = this.#lastSend
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#lastSend = promise
    await lastSend
    try {
      if (!this.#isComplete) await this.#complete(object, signal)
      await this.#file.verified
    } catch (error) {
      if (Object(error).code === 'NoSuchUpload') this.#forgetParts()
      throw error
    } finally {
      resolve()
    }
  }

  async #complete(object: MultipartObject, signal: AbortSignal): Promise<void> {
    const multipartId = (this.#multipartId ??= await this.#findOrCreate(object, signal))
    await this.#sendParts(object, multipartId, signal)
    const parts = this.#parts.map(({ number, etag = '' }) => ({ number, etag }))
    this.#mayBeComplete = true
    await object.complete(multipartId, parts)
    this.#isComplete = true
  }

  async #findOrCreate(object: MultipartObject, signal: AbortSignal): Promise<string> {
    if (this.#mayBeStored) {
      const found = await this.#findUnfinished(object)
      if (found !== undefined) return found
      // COS also lists no unfinished upload if it was completed and only the answer was lost. The check may commit it.
      if (this.#mayBeComplete) await this.#file.verified
      await this.#options.assertNotCommitted(this.#mayBeComplete)
    }
    this.#forgetParts()
    this.#mayBeComplete = false
    signal.throwIfAborted()
    const startedAt = performance.now()
    const multipartId = await object.create(this.#file.type)
    this.#latency = (performance.now() - startedAt) / 1000
    return multipartId
  }

  /** Adopts the unfinished multipart upload with the most parts, and resolves with its id. */
  async #findUnfinished(object: MultipartObject): Promise<string | undefined> {
    const uploads = await Promise.all(
      (await object.listUploads()).map(async (id) => ({ id, parts: await object.listParts(id) })),
    )
    const [upload] = uploads.sort((a, b) => b.parts.length - a.parts.length)
    if (!upload) return undefined
    const stored = new Map(upload.parts.map((part) => [part.number, part]))
    const ranges = partRanges(this.#layout, Math.max(0, ...stored.keys()), this.#file.written)
    this.#parts = ranges.map(({ start, end }, index) => {
      const found = stored.get(index + 1)
      const isWhole = found?.size === end - start
      return { number: index + 1, start, end, sentBytes: 0, ...(isWhole && { etag: found.etag }) }
    })
    this.#pending = this.#parts.filter(({ etag }) => !etag)
    this.#unverified = this.#parts.filter(({ etag }) => etag)
    for (const part of this.#unverified) part.sentBytes = part.end - part.start
    const end = this.#parts.at(-1)?.end ?? 0
    this.#layout = this.#layout.filter(({ from }) => from < end)
    this.#partSize = this.#layout.at(-1)?.size ?? this.#minPartSize
    return upload.id
  }

  /** Forgets a multipart upload that does not exist or cannot be used. */
  #forgetParts(): void {
    this.#multipartId = undefined
    this.#mayBeStored = true
    this.#layout = []
    this.#parts = []
    this.#storedCount = 0
    this.#pending = []
    this.#unverified = []
  }

  async #sendParts(
    object: MultipartObject,
    multipartId: string,
    signal: AbortSignal,
  ): Promise<void> {
    /** The first failure. After it, parts in flight are finished, but no other part is started. */
    let failure: { error: unknown } | undefined
    const shouldContinue = () => !failure && !signal.aborted
    const fail = (error: unknown) => void (failure ??= { error })
    const sendNextParts = async () => {
      while (shouldContinue()) {
        const part = this.#takePart()
        if (part)
          await this.#sendPart(object, multipartId, part, signal).catch((error: unknown) => {
            this.#pending.unshift(part)
            fail(error)
          })
        else if (this.#file.isWritten) return
        else await this.#file.changed()
      }
    }
    const verifyStoredParts = async () => {
      for (let part; shouldContinue() && (part = this.#unverified[0]);)
        await this.#verifyPart(part).then(() => this.#unverified.shift(), fail)
    }
    do
      await Promise.all([
        verifyStoredParts(),
        ...Array.from({ length: parallelParts }, sendNextParts),
      ])
    while (shouldContinue() && this.#pending.length > 0)
    signal.throwIfAborted()
    if (failure) throw failure.error
  }

  /** Sends a stored part again if it differs from the file: the file was changed between two pages. */
  async #verifyPart(part: Part): Promise<void> {
    const bytes = await this.#file.read(part.start, part.end)
    if (part.etag === (await etagOf(bytes))) return
    delete part.etag
    part.sentBytes = 0
    this.#pending.push(part)
  }

  /** Removes the next part from the pending ones. Returns `undefined` if none can be sent now. */
  #takePart(): Part | undefined {
    this.#planPart()
    const index = this.#pending.findIndex((part) => this.#isFinal(part))
    return index < 0 ? undefined : this.#pending.splice(index, 1)[0]
  }

  /** Whether the bytes of a part do not change any more. */
  #isFinal({ start, end }: Part): boolean {
    const { isWritten, openHeader } = this.#file
    return isWritten || end <= openHeader || start >= openHeader + headerSize
  }

  /** Adds a pending part, if there is none and enough bytes are written. */
  #planPart(): void {
    const { written, isWritten } = this.#file
    const start = this.#parts.at(-1)?.end ?? 0
    const remaining = written - start
    const isPending = this.#pending.some((part) => this.#isFinal(part))
    if (isPending || remaining === 0) return
    // Parts of a growing file are small, so that little remains to be sent after its last byte is written.
    const size = isWritten
      ? lastPartSize(this.#partSize, written - this.#sentBytes, this.#minPartSize)
      : this.#minPartSize
    if (!isWritten && remaining < size) return
    const end = Math.min(written, start + size)
    const part: Part = { number: this.#parts.length + 1, start, end, sentBytes: 0 }
    this.#parts.push(part)
    this.#pending.push(part)
    if (this.#layout.at(-1)?.size === size) return
    this.#layout.push({ from: start, size })
    this.#options.layoutChanged([...this.#layout])
  }

  /** Sends one part, with retries if its connection is lost, while other parts continue. */
  async #sendPart(
    object: MultipartObject,
    multipartId: string,
    part: Part,
    signal: AbortSignal,
  ): Promise<void> {
    await retry(() => this.#tryPart(object, multipartId, part, signal), {
      maxRetries: (error) => (isConnectionError(error) ? maxPartTries - 1 : 0),
      wait: (ms) => waitUnlessAborted(ms, signal),
      signal,
    })
  }

  async #tryPart(
    object: MultipartObject,
    multipartId: string,
    part: Part,
    signal: AbortSignal,
  ): Promise<void> {
    const { number, start, end } = part
    const startedAt = performance.now()
    const body = await this.#file.read(start, end)
    const report = (bytes: number) => {
      part.sentBytes = bytes
      this.#reportProgress()
    }
    try {
      part.etag = await object.storePart(multipartId, { number, body }, report)
    } catch (error) {
      report(0)
      signal.throwIfAborted()
      // If the file was changed or deleted on disk, browsers report a network error. Reading it throws the real
      // error.
      if (isConnectionError(error)) await readBytes(body.slice(0, 1))
      throw error
    }
    report(end - start)
    this.#releaseStored()
    if (end - start !== this.#partSize) return
    const seconds = (performance.now() - startedAt) / 1000
    this.#partSize = pacedPartSize(this.#partSize, seconds, this.#minPartSize, this.#latency)
  }

  /** Releases the bytes that are stored without a gap. */
  #releaseStored(): void {
    const before = this.#storedCount
    while (this.#parts[this.#storedCount]?.etag) this.#storedCount++
    const end = this.#parts[this.#storedCount - 1]?.end
    if (this.#storedCount > before && end !== undefined) this.#file.release?.(end)
  }

  #reportProgress(): void {
    const now = performance.now()
    if (now - this.#reportedAt < reportIntervalMs) return
    this.#reportedAt = now
    this.#options.progress(this.#sentBytes)
  }

  /** Bytes that are stored or in flight. */
  get #sentBytes(): number {
    return this.#parts.reduce((sum, { sentBytes }) => sum + sentBytes, 0)
  }
}

/**
 * Whether a part is retried alone. After a stalled part, which has waited for a minute, the whole transfer is
 * interrupted.
 */
const isConnectionError = (error: unknown) =>
  toFailure(error).code === 'network-lost' && !(error instanceof StalledError)

/** COS's ETag of a part: the MD5 of its bytes in double quotes. */
async function etagOf(bytes: Blob): Promise<string> {
  const hash = md5.create()
  for (let start = 0; start < bytes.size; start += hashChunkSize) {
    const chunk = await readBytes(bytes.slice(start, start + hashChunkSize))
    hash.update(new Uint8Array(chunk))
  }
  return `"${bytesToHex(hash.digest())}"`
}

/** Resolves after `ms` milliseconds, or when aborted. */
const waitUnlessAborted = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })
