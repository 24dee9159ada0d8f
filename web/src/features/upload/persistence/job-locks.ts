import { channelName } from './queue-presence.ts'

/** Which tab looks after which job, so that two tabs never send the same video. */
export interface JobLocks {
  /** Resolves once this tab alone looks after the job, as it then does until it lets go or is closed. */
  hold(jobId: string): Promise<void>
  /** The same, if no other tab looks after the job at this moment. Resolves with whether this one does now. */
  holdIfFree(jobId: string): Promise<boolean>
  letGo(jobId: string): void
  /** Tells the other tabs of a new job, so that one of them can take over when this tab is closed. */
  announce(jobId: string): void
  onAnnounced(listener: (jobId: string) => void): void
}

const prefix = 'reelferry-job-'

/** By Web Locks, which end with their tab however it ends. */
export function createJobLocks(): JobLocks {
  const channel = new BroadcastChannel(channelName)
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
    hold: async (jobId) => void (await request(jobId, false)),
    holdIfFree: (jobId) => request(jobId, true),
    letGo(jobId) {
      releases.get(jobId)?.()
      releases.delete(jobId)
    },
    announce: (jobId) => channel.postMessage(jobId),
    onAnnounced(listener) {
      channel.addEventListener('message', ({ data }) => {
        if (typeof data === 'string') listener(data)
      })
    },
  }
}
