import { NullTarget } from 'mediabunny'

/** Bytes of the output and their position in the file. */
export interface WrittenChunk {
  data: Uint8Array<ArrayBuffer>
  position: number
}

/**
 * Emits the output in chunks of at least `size` bytes. A chunk is smaller at the end, and before a write at another
 * position. mediabunny 1.61 has `StreamTarget` for this, which needs 1.5 times the CPU time (decision 0010). This class
 * overrides internal methods; a test verifies that the overrides still work. A chunk's bytes are valid until `write`
 * returns; mediabunny continues when its promise is resolved.
 */
export class ChunkedTarget extends NullTarget {
  readonly #size: number
  readonly #emit: (chunk: WrittenChunk) => Promise<void> | void
  /** Settles when all chunks so far are written. */
  #written: Promise<unknown> = Promise.resolve()
  /** Grows if necessary: until a flush, mediabunny may overwrite bytes that it has written. */
  #buffer: Uint8Array<ArrayBuffer>
  #length = 0
  /** Position of the first byte of the buffer in the file. */
  #position = 0

  constructor(size: number, write: (chunk: WrittenChunk) => Promise<void> | void) {
    super()
    this.#size = size
    this.#buffer = new Uint8Array(2 * size)
    this.#emit = write
  }

  _write(bytes: Uint8Array, position: number): void {
    const isInside = position >= this.#position && position <= this.#position + this.#length
    if (!isInside) {
      this.#emitBuffer()
      this.#position = position
    }
    const start = position - this.#position
    this.#reserve(start + bytes.length)
    this.#buffer.set(bytes, start)
    this.#length = Math.max(this.#length, start + bytes.length)
  }

  async _flush(): Promise<void> {
    if (this.#length >= this.#size) this.#emitBuffer()
    await this.#written
  }

  async _finalize(): Promise<void> {
    this.#emitBuffer()
    await this.#written
  }

  #reserve(length: number): void {
    if (length <= this.#buffer.length) return
    const larger = new Uint8Array(2 * length)
    larger.set(this.#buffer.subarray(0, this.#length))
    this.#buffer = larger
  }

  #emitBuffer(): void {
    if (this.#length > 0) {
      const data = this.#buffer.subarray(0, this.#length)
      this.#written = Promise.all([this.#written, this.#emit({ data, position: this.#position })])
      // The rejection is reported by the next flush.
      this.#written.catch(() => undefined)
    }
    this.#position += this.#length
    this.#length = 0
  }
}
