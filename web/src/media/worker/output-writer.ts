import type { OutputFile } from '../../platform/files/file-store.ts'
import { StorageError } from '../../platform/storage-error.ts'
import type { WrittenChunk } from './chunked-target.ts'

/** Bytes at the start of the output that may change until the file is complete. mediabunny patches eight of them. */
const rewritableBytes = 1024

/** Bytes at the start that are never released: the first part is sent last, and has the first frames. */
const retainedHead = 16 * 1024 * 1024
/** Bytes before the last written one that are not released yet: the verification decodes the last frames. */
const retainedTail = 16 * 1024 * 1024

export interface WriterLimits {
  /** Maximum number of bytes that are written and not released. */
  maxHeldBytes: number
  /** Whether bytes are sent and then released before the output is complete. */
  isSentWhileWritten: boolean
}

/** Writes the output of a compression to a file. */
export class OutputWriter {
  readonly #file: OutputFile
  readonly #limits: WriterLimits
  /** Bytes that are written or being written. */
  #started = 0
  #written = 0
  /** End of the released bytes, which follow the head. */
  #releasedEnd = retainedHead
  #released = Promise.withResolvers<void>()

  constructor(file: OutputFile, limits: WriterLimits) {
    this.#file = file
    this.#limits = limits
  }

  /** Bytes that can be read. */
  get written(): number {
    return this.#written
  }

  /**
   * Writes a chunk. Waits if the limit is reached, until bytes are released.
   * @throws {StorageError} if the storage is full, or if the limit is reached and nothing will be released
   */
  async write({ data, position }: WrittenChunk): Promise<void> {
    const end = position + data.byteLength
    // Bytes that were reported as written may already be uploaded.
    if (position < this.#started && end > rewritableBytes)
      throw new Error(`Bytes at ${position} were written twice.`)
    this.#started = Math.max(this.#started, end)
    await this.#file.write(data, position)
    this.#written = Math.max(this.#written, end)
    while (this.#heldBytes > this.#limits.maxHeldBytes) {
      if (!this.#limits.isSentWhileWritten)
        throw new StorageError(
          new DOMException('The memory limit is reached.', 'QuotaExceededError'),
        )
      await this.#released.promise
    }
  }

  /** Releases the bytes before `end`, which are sent, except those that are still needed. */
  async release(end: number): Promise<void> {
    const releasedEnd = Math.min(end, this.#written - retainedTail)
    if (releasedEnd <= this.#releasedEnd) return
    await this.#file.release(retainedHead, releasedEnd)
    this.#releasedEnd = releasedEnd
    this.#released.resolve()
    this.#released = Promise.withResolvers()
  }

  get #heldBytes(): number {
    return this.#written - (this.#releasedEnd - retainedHead)
  }
}
