/** localStorage key of the upload speed. */
const key = 'reelferry.uploadSpeed'

/** Bytes per second of the last upload; `undefined` before the first one. */
export function measuredUploadSpeed(): number | undefined {
  try {
    const stored = Number(localStorage.getItem(key))
    return stored > 0 ? stored : undefined
  } catch {
    return undefined
  }
}

/** Stores the upload speed of this network for later visits. */
export function storeUploadSpeed(bytesPerSecond: number): void {
  try {
    localStorage.setItem(key, String(Math.round(bytesPerSecond)))
  } catch {
    // The browser allows no storage. The speed is measured again.
  }
}
