import type { Kind } from '../model/kind.ts'

/** Whether this browser can record. True on an insecure page, where the recorder reports the reason itself. */
export function canRecord(kind: Kind): boolean {
  if (!isSecureContext) return true
  if (!('MediaRecorder' in window) || !('getDirectory' in navigator.storage)) return false
  return (kind === 'camera' ? 'getUserMedia' : 'getDisplayMedia') in navigator.mediaDevices
}

/** Whether the folder of recordings exists: a cheap check before the code that lists them is loaded. */
export async function hasRecordings(): Promise<boolean> {
  if (!isSecureContext) return false
  const root = await navigator.storage.getDirectory()
  // The same name as in recording-files.ts, which is not part of the first load.
  return root.getDirectoryHandle('captured').then(
    () => true,
    () => false,
  )
}
