import { channelName } from './earlier-queue.ts'

/** Which tab looks after which job, so that two tabs never send the same video. */
export interface JobLocks {
  /** Resolves once this tab alone looks after the job, as it then does until it lets go or is closed. */
  hold(jobId: string): Promise<void>
  letGo(jobId: string): void
  /** The jobs that some tab looks after at this moment. */
  held(): Promise<Set<string>>
  /** Tells the other tabs of a new job, so that one of them can take over when this tab is closed. */
  announce(jobId: string): void
  onAnnounced(listener: (jobId: string) => void): void
}

const prefix = 'reelferry-job-'

/** By Web Locks, which end with their tab however it ends. */
export function createJobLocks(): JobLocks {
  const channel = new BroadcastChannel(channelName)
  const releases = new Map<string, () => void>()
  return {
    hold: (jobId) =>
      new Promise((resolve, reject) => {
        navigator.locks
          .request(prefix + jobId, () => {
            resolve()
            return new Promise<void>((release) => releases.set(jobId, release))
          })
          .catch(reject)
      }),
    letGo(jobId) {
      releases.get(jobId)?.()
      releases.delete(jobId)
    },
    async held() {
      const { held = [] } = await navigator.locks.query()
      const names = held.flatMap(({ name }) => (name?.startsWith(prefix) ? [name] : []))
      return new Set(names.map((name) => name.slice(prefix.length)))
    },
    announce: (jobId) => channel.postMessage(jobId),
    onAnnounced(listener) {
      channel.addEventListener('message', ({ data }) => {
        if (typeof data === 'string') listener(data)
      })
    },
  }
}
