/** A file that is sent, and may still be being written: from front to back but for some bytes near its start. */
export interface GrowingFile {
  /** MIME type. */
  type: string
  /** Bytes it is expected to have in the end. */
  expectedSize: number
  /** Bytes written so far. */
  readonly written: number
  /** Whether that is all of it. */
  readonly isWritten: boolean
  /** Resolves when something of the above has changed. */
  changed(): Promise<void>
  /** Bytes written. */
  read(start: number, end: number): Promise<Blob>
  /** Resolves when it is known to be good; never published before. */
  verified: Promise<unknown>
}

/** A file that is there already. */
export function wholeFile(file: File): GrowingFile {
  return {
    type: file.type,
    expectedSize: file.size,
    written: file.size,
    isWritten: true,
    changed: () => new Promise(() => undefined),
    read: async (start, end) => file.slice(start, end),
    verified: Promise.resolve(),
  }
}
