/** Reads a value from the storage of this browser; `null` if there is none, or if the browser denies access to it. */
export function readStored(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    // Some browsers deny storage to a page in a frame.
    return null
  }
}

/** Stores a value as JSON. The value is lost if the browser denies it. */
export function writeStored(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value))
  } catch {
    // The choice applies to this visit only.
  }
}
