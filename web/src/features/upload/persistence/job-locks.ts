import { openJobChannel } from './queue-presence.ts'

/** Assigns each job to one tab, so that two tabs never send the same video. */
export interface JobLocks {
  /** Resolves when this tab has the lock of the job. The lock is held until it is released or the tab is closed. */
  acquire(jobId: string): Promise<void>
  /** Acquires the lock only if no tab holds it now. Resolves with whether this tab has it. */
  tryAcquire(jobId: string): Promise<boolean>
  release(jobId: string): void
  /** Announces a new job to the other tabs, so that one of them can take it over when this tab is closed. */
  announce(jobId: string): void
  onAnnounced(listener: (jobId: string) => void): void
}

/** Prefix of the names of the Web Locks. All versions of the studio must use the same names. */
const prefix = 'reelferry-job-'

/** Implements job locks with Web Locks. The browser releases them when a tab ends for any reason. */
export function createJobLocks(): JobLocks {
  const channel = openJobChannel()
  const releases = new Map<string, () => void>()
  const request = (jobId: string, ifAvailable: boolean) =>
    new Promise<boolean>((resolve, reject) => {
      navigator.locks
        .request(prefix + jobId, { ifAvailable }, (lock) => {
          resolve(lock !== null)
          return lock && new Promise<void>((release) => releases.set(jobId, release))
        })
        .catch(reject)
    })
  return {
    acquire: async (jobId) => void (await request(jobId, false)),
    tryAcquire: (jobId) => request(jobId, true),
    release(jobId) {
      releases.get(jobId)?.()
      releases.delete(jobId)
    },
    announce: (jobId) => channel?.postMessage(jobId),
    onAnnounced(listener) {
      channel?.addEventListener('message', ({ data }) => {
        if (typeof data === 'string') listener(data)
      })
    },
  }
}
