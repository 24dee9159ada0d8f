/** What earlier uploads measured of this network, kept for the next visit. */
const key = 'reelferry.uploadSpeed'

/** Bytes a second of the last upload, or `undefined` before the first. */
export function measuredUploadSpeed(): number | undefined {
  const stored = Number(localStorage.getItem(key))
  return stored > 0 ? stored : undefined
}

/** Remembers bytes a second. */
export function rememberUploadSpeed(bytesPerSecond: number): void {
  localStorage.setItem(key, String(Math.round(bytesPerSecond)))
}
