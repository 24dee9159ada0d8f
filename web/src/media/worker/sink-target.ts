import { NullTarget } from 'mediabunny'

/** Bytes of the output, and where they belong. */
export interface Written {
  data: Uint8Array<ArrayBuffer>
  position: number
}

/**
 * Hands the output on in pieces of at least `size` bytes, less at its end and where what follows belongs elsewhere.
 * mediabunny 1.61 has `StreamTarget` for that, which copies each byte three times and leaves all of it to be
 * collected: a quarter of the time that a cut without encoding took. What is overridden is its own affair, and
 * pinned by a test. The bytes are good until `write` returns.
 */
export class SinkTarget extends NullTarget {
  readonly #size: number
  readonly #write: (written: Written) => void
  /** Grows: until a flush, what was written may be written again. */
  #buffer: Uint8Array<ArrayBuffer>
  #length = 0
  /** Of the first byte in the buffer. */
  #position = 0

  constructor(size: number, write: (written: Written) => void) {
    super()
    this.#size = size
    this.#buffer = new Uint8Array(2 * size)
    this.#write = write
  }

  _write(bytes: Uint8Array, position: number): void {
    const isInside = position >= this.#position && position <= this.#position + this.#length
    if (!isInside) {
      this.#handOn()
      this.#position = position
    }
    const start = position - this.#position
    this.#reserve(start + bytes.length)
    this.#buffer.set(bytes, start)
    this.#length = Math.max(this.#length, start + bytes.length)
  }

  _flush(): Promise<void> {
    if (this.#length >= this.#size) this.#handOn()
    return Promise.resolve()
  }

  _finalize(): Promise<void> {
    this.#handOn()
    return Promise.resolve()
  }

  #reserve(length: number): void {
    if (length <= this.#buffer.length) return
    const larger = new Uint8Array(2 * length)
    larger.set(this.#buffer.subarray(0, this.#length))
    this.#buffer = larger
  }

  #handOn(): void {
    if (this.#length > 0)
      this.#write({ data: this.#buffer.subarray(0, this.#length), position: this.#position })
    this.#position += this.#length
    this.#length = 0
  }
}
