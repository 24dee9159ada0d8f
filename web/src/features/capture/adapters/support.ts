import { hasDatabase } from '../../../platform/has-database.ts'
import type { Kind } from '../model/kind.ts'

/** Whether this browser can record. True on an insecure page, where the recorder reports the reason itself. */
export function canRecord(kind: Kind): boolean {
  if (!isSecureContext) return true
  // TypeScript's DOM library does not know that a browser may offer no media devices.
  const devices: MediaDevices | undefined = navigator.mediaDevices
  if (!('MediaRecorder' in window) || !devices) return false
  return (kind === 'camera' ? 'getUserMedia' : 'getDisplayMedia') in devices
}

/**
 * Whether there may be recordings of an earlier page: a cheap check before the code that lists them is loaded. The names
 * are those of recording-files.ts and database-file-store.ts, which are not part of the first load. Never rejects.
 */
export async function hasRecordings(): Promise<boolean> {
  try {
    await (await navigator.storage.getDirectory()).getDirectoryHandle('captured')
    return true
  } catch {
    // There are none, or the browser offers no private files. Then recordings are in a database.
    return (await hasDatabase('reelferry-files')) ?? false
  }
}
