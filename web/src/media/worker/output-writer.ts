import type { OutputFile } from '../../platform/files/file-store.ts'
import { StorageError } from '../../platform/storage-error.ts'
import { noteActivity, waitForPage } from './activity.ts'
import type { WrittenChunk } from './chunked-target.ts'
import { mediaHeaderOf } from './sequential-mp4.ts'

/** Bytes at the start that are never released: the verification decodes the first frames. */
const retainedHead = 16 * 1024 * 1024
/** Bytes before the last written one that are not released yet: the verification decodes the last frames. */
const retainedTail = 16 * 1024 * 1024

/** The bytes that can be sent. */
export interface WriterReport {
  /** Bytes written. */
  written: number
  /** Position of a header of which some bytes may still change. All other written bytes are final. */
  openHeader: number
}

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
  #written = 0
  #reported: WriterReport = { written: 0, openHeader: 0 }
  /** End of the bytes that may be released. */
  #sentEnd = 0
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

  /** The bytes that can be sent from now on. */
  report(openHeader: number): WriterReport {
    this.#reported = { written: this.#written, openHeader }
    return this.#reported
  }

  /**
   * Writes a chunk. Waits if the limit is reached, until bytes are released.
   * @throws {StorageError} if the storage is full, or if the limit is reached and nothing will be released
   */
  async write({ data, position }: WrittenChunk): Promise<void> {
    const end = position + data.byteLength
    const { written, openHeader } = this.#reported
    // Bytes that were reported as final may already be uploaded.
    if (position < written && position !== openHeader)
      throw new Error(`Bytes at ${position} were written twice.`)
    await this.#file.write(data, position)
    noteActivity()
    this.#written = Math.max(this.#written, end)
    await this.#releaseIfDue()
    while (this.#heldBytes > this.#limits.maxHeldBytes) {
      if (!this.#limits.isSentWhileWritten)
        throw new StorageError(
          new DOMException('The memory limit is reached.', 'QuotaExceededError'),
        )
      await waitForPage(this.#released.promise)
    }
  }

  /** Allows to release the bytes before `end`, which are sent. */
  async release(end: number): Promise<void> {
    this.#sentEnd = Math.max(this.#sentEnd, end)
    await this.#releaseIfDue()
  }

  /** Whether bytes were released. */
  get hasGaps(): boolean {
    return this.#releasedEnd > retainedHead
  }

  /** Writes released headers of media data again: without them nothing after them can be found. */
  async restoreHeaders(positions: readonly number[]): Promise<void> {
    for (const [index, position] of positions.entries()) {
      const next = positions[index + 1]
      if (next !== undefined && position >= retainedHead && position < this.#releasedEnd)
        await this.#file.write(mediaHeaderOf(next - position), position)
    }
  }

  /** Releases bytes only if they fill half of the limit: the verification reads the others. */
  async #releaseIfDue(): Promise<void> {
    const releasedEnd = Math.min(this.#sentEnd, this.#written - retainedTail)
    const isDue = this.#heldBytes > this.#limits.maxHeldBytes / 2
    if (!isDue || releasedEnd <= this.#releasedEnd) return
    this.#releasedEnd = releasedEnd
    await this.#file.release(retainedHead, releasedEnd)
    this.#released.resolve()
    this.#released = Promise.withResolvers()
  }

  get #heldBytes(): number {
    return this.#written - (this.#releasedEnd - retainedHead)
  }
}
