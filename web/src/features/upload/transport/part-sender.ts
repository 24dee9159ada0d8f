import { md5 } from '@noble/hashes/legacy.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { backoff } from '@reelferry/retry'
import { toFailure } from './classify-failure.ts'
import {
  type PartSizeRange,
  firstPartSize,
  lastPartSize,
  pacedPartSize,
  parallelParts,
  partRanges,
} from './part-sizes.ts'
import { type MultipartObject, StalledError } from './multipart-object.ts'
import type { GrowingFile } from './growing-file.ts'

/** How often a part is tried, alone, before the whole of it is called interrupted. */
const mostTries = 3
/** Bytes hashed at a time: some milliseconds. */
const hashedAtOnce = 1024 * 1024
/** Between two reports of progress, ms. */
const tellEveryMs = 200

interface Part {
  /** From 1. */
  number: number
  start: number
  end: number
  /** Bytes that are on their way, or stored. */
  sent: number
  /** Absent while it is not stored. */
  etag?: string
}

export interface SenderOptions {
  /** How what may be stored already was cut; absent if nothing is. */
  stored?: readonly PartSizeRange[]
  /** Bytes that are stored or on their way. Falls when some have to be sent again. */
  progress(bytes: number): void
  /** How it is cut, told before the first part of another size leaves. */
  cut(cuts: PartSizeRange[]): void
  /**
   * Asked before an upload begins in place of one that may have been completed; rejects if it was. `isLikely` says
   * that some of it was sent, and COS does not know it as unfinished.
   */
  assertNotCommitted(isLikely: boolean): Promise<void>
}

/**
 * One file on its way to an object in parts, which leave as soon as they are written, the first one last if the
 * file still grows. They become as large as the network is fast. What is stored stays known over interruptions:
 * {@link PartSender.send} may be called again, and finds what an earlier page has stored.
 */
export class PartSender {
  readonly #file: GrowingFile
  readonly #options: SenderOptions
  readonly #least: number
  /** Bytes of the parts to come. */
  #size: number
  #mayBeStored: boolean
  /** Whether parts were sent that COS may have joined. */
  #mayBeComplete: boolean
  #uploadId: string | undefined
  #cuts: PartSizeRange[]
  /** In the order of their numbers. */
  #parts: Part[] = []
  /** Those of them that wait to be sent. */
  #missing: Part[] = []
  /** Those that an earlier page has stored, and that have not been compared with the file yet. */
  #unchecked: Part[] = []
  #toldAt = 0
  /** The last time all of this was set going, which may still be ending. */
  #sending = Promise.resolve()

  constructor(file: GrowingFile, options: SenderOptions) {
    this.#file = file
    this.#options = options
    this.#least = firstPartSize(file.expectedSize)
    this.#size = this.#least
    this.#mayBeStored = options.stored !== undefined
    this.#cuts = [...(options.stored ?? [])]
    this.#mayBeComplete = this.#cuts.length > 0
  }

  /** Sends what is missing, and has the object completed once the file is known to be good; not if aborted before. */
  async send(object: MultipartObject, signal: AbortSignal): Promise<void> {
    const before = this.#sending
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#sending = promise
    await before
    try {
      const uploadId = (this.#uploadId ??= await this.#findOrBegin(object, signal))
      await this.#sendParts(object, uploadId, signal)
      await this.#file.verified
      signal.throwIfAborted()
      const parts = this.#parts.map(({ number, etag = '' }) => ({ number, etag }))
      this.#mayBeComplete = true
      await object.complete(uploadId, parts)
    } catch (error) {
      if ((error as { code?: unknown } | null)?.code === 'NoSuchUpload') this.#forget()
      throw error
    } finally {
      resolve()
    }
  }

  async #findOrBegin(object: MultipartObject, signal: AbortSignal): Promise<string> {
    if (this.#mayBeStored) {
      const found = await this.#find(object)
      if (found !== undefined) return found
      // That is also so if its parts were joined, and only the answer was lost.
      await this.#options.assertNotCommitted(this.#mayBeComplete)
    }
    this.#forget()
    this.#mayBeComplete = false
    signal.throwIfAborted()
    return await object.begin(this.#file.type)
  }

  /** The upload of which most is stored. */
  async #find(object: MultipartObject): Promise<string | undefined> {
    const uploads = await Promise.all(
      (await object.uploads()).map(async (id) => ({ id, parts: await object.parts(id) })),
    )
    const [upload] = uploads.sort((a, b) => b.parts.length - a.parts.length)
    if (!upload) return undefined
    const stored = new Map(upload.parts.map((part) => [part.number, part]))
    const ranges = partRanges(this.#cuts, Math.max(0, ...stored.keys()), this.#file.written)
    this.#parts = ranges.map(({ start, end }, index) => {
      const found = stored.get(index + 1)
      const isWhole = found?.size === end - start
      return { number: index + 1, start, end, sent: 0, ...(isWhole && { etag: found.etag }) }
    })
    this.#missing = this.#parts.filter(({ etag }) => !etag)
    this.#unchecked = this.#parts.filter(({ etag }) => etag)
    for (const part of this.#unchecked) part.sent = part.end - part.start
    const end = this.#parts.at(-1)?.end ?? 0
    this.#cuts = this.#cuts.filter(({ from }) => from < end)
    this.#size = this.#cuts.at(-1)?.size ?? this.#least
    return upload.id
  }

  /** Nothing is stored, or what is cannot be used. */
  #forget(): void {
    this.#uploadId = undefined
    this.#mayBeStored = true
    this.#cuts = []
    this.#parts = []
    this.#missing = []
    this.#unchecked = []
  }

  async #sendParts(object: MultipartObject, uploadId: string, signal: AbortSignal): Promise<void> {
    /** The first failure. Parts that are on their way then are not given up for it, but none is begun. */
    let failure: { error: unknown } | undefined
    const resumedFrom = () => !failure && !signal.aborted
    const fail = (error: unknown) => void (failure ??= { error })
    const send = async () => {
      while (resumedFrom()) {
        const part = this.#take()
        if (part)
          await this.#sendPart(object, uploadId, part, signal).catch((error: unknown) => {
            this.#missing.unshift(part)
            fail(error)
          })
        else if (this.#file.isWritten) return
        else await this.#file.changed()
      }
    }
    const check = async () => {
      for (let part; resumedFrom() && (part = this.#unchecked[0]);)
        await this.#check(part).then(() => this.#unchecked.shift(), fail)
    }
    do await Promise.all([check(), ...Array.from({ length: parallelParts }, send)])
    while (resumedFrom() && this.#missing.length > 0)
    signal.throwIfAborted()
    if (failure) throw failure.error
  }

  /** Compares a part that is stored with the file. They differ if the file was changed between two pages. */
  async #check(part: Part): Promise<void> {
    const bytes = await this.#file.read(part.start, part.end)
    if (part.etag === (await etagOf(bytes))) return
    delete part.etag
    part.sent = 0
    this.#missing.push(part)
  }

  /** The next part to be sent, if there is one. */
  #take(): Part | undefined {
    this.#plan()
    // The bytes near the start of a file that grows may change until its end.
    const index = this.#missing.findIndex(({ number }) => number > 1 || this.#file.isWritten)
    return index < 0 ? undefined : this.#missing.splice(index, 1)[0]
  }

  /** Cuts off one more part, if no other waits and enough is written. */
  #plan(): void {
    const { written, isWritten } = this.#file
    const start = this.#parts.at(-1)?.end ?? 0
    const left = written - start
    if (this.#missing.some(({ number }) => number > 1 || isWritten) || left === 0) return
    // While it grows, few: little is then left when the last byte is written.
    const size = isWritten ? lastPartSize(this.#size, left, this.#least) : this.#least
    if (!isWritten && left < size) return
    const end = Math.min(written, start + size)
    const part: Part = { number: this.#parts.length + 1, start, end, sent: 0 }
    this.#parts.push(part)
    this.#missing.push(part)
    if (this.#cuts.at(-1)?.size === size) return
    this.#cuts.push({ from: start, size })
    this.#options.cut([...this.#cuts])
  }

  /** Sends one part, again if its connection is lost once. */
  async #sendPart(
    object: MultipartObject,
    uploadId: string,
    part: Part,
    signal: AbortSignal,
  ): Promise<void> {
    const { number, start, end } = part
    for (let failures = 0; ;) {
      const startedAt = performance.now()
      const body = await this.#file.read(start, end)
      const told = (bytes: number) => {
        part.sent = bytes
        this.#tell()
      }
      try {
        const etag = await object.send(uploadId, { number, body }, told)
        this.#store(part, etag)
        if (end - start === this.#size) {
          const seconds = (performance.now() - startedAt) / 1000
          this.#size = pacedPartSize(this.#size, seconds, this.#least)
        }
        return
      } catch (error) {
        told(0)
        signal.throwIfAborted()
        // Of a file that changed on disk, or is gone, browsers say that the network failed.
        await body.slice(0, 1).arrayBuffer()
        const mayPass = toFailure(error).code === 'network-lost' && !(error instanceof StalledError)
        if (!mayPass || ++failures === mostTries) throw error
        await delay(backoff(failures, Math.random()), signal)
      }
    }
  }

  #store(part: Part, etag: string): void {
    part.etag = etag
    part.sent = part.end - part.start
    this.#tell()
  }

  #tell(): void {
    const now = performance.now()
    if (now - this.#toldAt < tellEveryMs) return
    this.#toldAt = now
    this.#options.progress(this.#parts.reduce((sum, { sent }) => sum + sent, 0))
  }
}

/** What COS calls a part by: its MD5, in quotes. */
async function etagOf(bytes: Blob): Promise<string> {
  const hash = md5.create()
  for (let start = 0; start < bytes.size; start += hashedAtOnce) {
    const some = await bytes.slice(start, start + hashedAtOnce).arrayBuffer()
    hash.update(new Uint8Array(some))
  }
  return `"${bytesToHex(hash.digest())}"`
}

/** Resolves later, or as soon as it is aborted. */
const delay = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })
