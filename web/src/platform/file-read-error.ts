/** A file that the creator chose cannot be read: it was moved, changed or deleted, or the permission has ended. */
export class FileReadError extends Error {
  override name = 'FileReadError'

  constructor(cause: unknown) {
    super(String(Object(cause).name), { cause })
  }
}

/**
 * Reads all bytes of a file, or of a part of it.
 * @throws {FileReadError}
 */
export const readBytes = (file: Blob): Promise<ArrayBuffer> =>
  file.arrayBuffer().catch((cause: unknown) => {
    throw new FileReadError(cause)
  })

/** Whether a file can be read now. Reads its first byte. */
export const isReadable = (file: Blob): Promise<boolean> =>
  readBytes(file.slice(0, 1)).then(
    () => true,
    () => false,
  )
