import type { Kind } from '../model/kind.ts'

/** Whether this browser can record; where it merely gives no devices to an insecure page, that is told later. */
export function canRecord(kind: Kind): boolean {
  if (!isSecureContext) return true
  if (!('MediaRecorder' in window) || !('getDirectory' in navigator.storage)) return false
  return (kind === 'camera' ? 'getUserMedia' : 'getDisplayMedia') in navigator.mediaDevices
}

/** Whether anything is kept of a recording, used or not; a look that costs next to nothing. */
export async function hasRecordings(): Promise<boolean> {
  if (!isSecureContext) return false
  const root = await navigator.storage.getDirectory()
  // By its name as in recording-files.ts, which the first load is spared.
  return root.getDirectoryHandle('captured').then(
    () => true,
    () => false,
  )
}
