/** A file that can be sent while it is written. It is written sequentially, except for the headers of its boxes. */
export interface GrowingFile {
  /** MIME type. */
  type: string
  /** Expected final size in bytes. */
  expectedSize: number
  /** Bytes written so far. */
  readonly written: number
  /** Position of a written header that may still change, until the file is written to its end. */
  readonly openHeader: number
  /** Whether the file is written to its end. */
  readonly isWritten: boolean
  /** Resolves at the next change of `written` or `isWritten`. */
  changed(): Promise<void>
  /** Bytes from `start` to `end` (exclusive), which must be written. */
  read(start: number, end: number): Promise<Blob>
  /** Called when the bytes before `end` are stored at COS. Absent if they may stay. */
  release?(end: number): void
  /** Resolves when the file is verified. The file must not be published before. */
  verified: Promise<unknown>
}

/** A finished file. */
export function wholeFile(file: File): GrowingFile {
  return {
    type: file.type,
    expectedSize: file.size,
    written: file.size,
    openHeader: file.size,
    isWritten: true,
    changed: () => new Promise(() => undefined),
    read: async (start, end) => file.slice(start, end),
    verified: Promise.resolve(),
  }
}

/** A file that the media worker writes. */
export class WorkerFile implements GrowingFile {
  readonly type = 'video/mp4'
  readonly expectedSize: number
  readonly read: GrowingFile['read']
  readonly release: (end: number) => void
  readonly verified: Promise<unknown>
  #written = 0
  #openHeader = 0
  #isWritten = false
  #changed = Promise.withResolvers<void>()

  constructor(
    expectedSize: number,
    { read, release, verified }: Required<Pick<GrowingFile, 'read' | 'release' | 'verified'>>,
  ) {
    this.expectedSize = expectedSize
    this.read = read
    this.release = release
    this.verified = verified
  }

  get written(): number {
    return this.#written
  }

  get openHeader(): number {
    return this.#openHeader
  }

  get isWritten(): boolean {
    return this.#isWritten
  }

  changed(): Promise<void> {
    return this.#changed.promise
  }

  /** Records that the worker has written the first `written` bytes, of which the header at `openHeader` may change. */
  grow(written: number, openHeader: number): void {
    this.#written = written
    this.#openHeader = openHeader
    this.#changed.resolve()
    this.#changed = Promise.withResolvers()
  }

  /** Records that the worker has written the whole file, which has `size` bytes. */
  finish(size: number): void {
    this.#isWritten = true
    this.grow(size, size)
  }
}
