/**
 * A failure of the browser's storage: IndexedDB, the origin private file system, or memory in their place. Code that
 * calls a storage API wraps every rejection in this error, because the name of a DOMException does not show where it
 * occurred: a SecurityError of a file system is not a camera that the user has blocked.
 */
export class StorageError extends Error {
  override name = 'StorageError'
  /** Whether there is not enough space. Otherwise the browser does not let the page store anything. */
  readonly isFull: boolean

  constructor(cause: unknown) {
    const { name, message }: { name?: unknown; message?: unknown } = Object(cause)
    super(`${String(name)}: ${String(message)}`, { cause })
    this.isFull = name === 'QuotaExceededError'
  }
}

/**
 * Calls a storage API.
 * @throws {StorageError} if it fails for any reason
 */
export async function inStorage<T>(call: () => T | Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw error instanceof StorageError ? error : new StorageError(error)
  }
}
