import { broadcastRecordingChange } from './recording-changes.ts'

const prefix = 'reelferry-recording-'

/**
 * Locks a recording for this tab. The lock lasts until the returned function is called, or the tab closes. Where the
 * browser offers no locks, tabs do not share recordings either, and every lock is free.
 * @returns `undefined` if another tab has locked it
 */
export async function claimRecording(directory: string): Promise<(() => void) | undefined> {
  try {
    return await requestLock(directory)
  } catch {
    return () => undefined
  }
}

async function requestLock(directory: string): Promise<(() => void) | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<(() => void) | undefined>()
  navigator.locks
    .request(prefix + directory, { ifAvailable: true }, (lock) => {
      if (!lock) return resolve(undefined)
      return new Promise<void>((release) => resolve(release))
    })
    .then(broadcastRecordingChange, reject)
  return promise
}

/** The directories of all recordings that a tab has locked, this tab included. */
export async function claimedRecordings(): Promise<Set<string>> {
  const { held = [] } = await queryLocks()
  const names = held.flatMap(({ name }) => (name?.startsWith(prefix) ? [name] : []))
  return new Set(names.map((name) => name.slice(prefix.length)))
}

async function queryLocks(): Promise<LockManagerSnapshot> {
  try {
    return await navigator.locks.query()
  } catch {
    return {}
  }
}
