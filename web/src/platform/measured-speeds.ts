/** The upload speed of this network, stored for later visits. */
const key = 'reelferry.uploadSpeed'

/** Bytes per second of the last upload; `undefined` before the first one. */
export function measuredUploadSpeed(): number | undefined {
  const stored = Number(localStorage.getItem(key))
  return stored > 0 ? stored : undefined
}

export function storeUploadSpeed(bytesPerSecond: number): void {
  localStorage.setItem(key, String(Math.round(bytesPerSecond)))
}
