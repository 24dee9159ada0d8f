/** A part of a file: byte offsets of its first byte and after its last one. */
export interface Range {
  start: number
  end: number
}

/**
 * Bytes that are read at once. Headers follow each other closely inside of the tables of a file, but are far apart
 * where media data is between them.
 */
const windowSize = 2048

/** Reads small ranges of a file. Ranges that are close together cost one read. */
export class ByteReader {
  readonly size: number
  readonly #file: Blob
  #window = { start: 0, bytes: new Uint8Array() }

  constructor(file: Blob) {
    this.#file = file
    this.size = file.size
  }

  /**
   * Reads bytes. The result is shorter than `length` if the file ends before.
   * @throws {DOMException} NotReadableError if the file cannot be read
   */
  async read(start: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const end = Math.min(this.size, start + length)
    if (end <= start) return new Uint8Array()
    const known = this.#window
    if (start < known.start || end > known.start + known.bytes.byteLength) {
      const slice = this.#file.slice(start, Math.max(end, Math.min(this.size, start + windowSize)))
      this.#window = { start, bytes: new Uint8Array(await slice.arrayBuffer()) }
    }
    const { start: offset, bytes } = this.#window
    return bytes.slice(start - offset, end - offset)
  }

  /** Reads exactly `length` bytes, to read their numbers; bytes after the end of the file are 0. */
  async view(start: number, length: number): Promise<DataView> {
    const bytes = new Uint8Array(length)
    bytes.set(await this.read(start, length))
    return viewOf(bytes)
  }

  /** Reads a range as text in which each byte is one character. `maxLength` limits the bytes that are read. */
  async text({ start, end }: Range, maxLength = 4096): Promise<string> {
    return latin1(await this.read(start, Math.min(end - start, maxLength)))
  }
}

/** Bytes as characters with the same numbers. */
export const latin1 = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')

/** A view of bytes, to read their numbers. */
export const viewOf = (bytes: Uint8Array<ArrayBuffer>): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
