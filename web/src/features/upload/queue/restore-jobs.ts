import type { JobLocks } from '../persistence/job-locks.ts'
import { type JournalEntry, restoredJob } from '../persistence/journal.ts'
import type { JournalStore } from '../persistence/journal-store.ts'
import { type JobTable, newRuntime } from './job-table.ts'

/** Restores the jobs of earlier pages, each in only one tab. */
export function createJobRestorer(
  table: JobTable,
  {
    owner,
    journal,
    locks,
    disablePersistence,
  }: {
    /** The signed-in creator. Jobs of other creators stay in the journal. */
    owner: () => Promise<string | undefined>
    journal: JournalStore
    locks: JobLocks
    disablePersistence: () => void
  },
) {
  const belongsToOtherCreator = async (entry: JournalEntry) =>
    entry.creatorId !== undefined && entry.creatorId !== (await owner())

  /** Restores all jobs, in order. Jobs that another tab holds are restored when that tab is closed. */
  async function restore(onRestored: (jobId: string) => void): Promise<void> {
    const takeOverLater = (jobId: string) =>
      void takeOver(jobId, onRestored).catch(disablePersistence)
    locks.onAnnounced(takeOverLater)
    try {
      for (const entry of await journal.all()) {
        const { jobId } = entry
        if (await belongsToOtherCreator(entry)) continue
        // One atomic request: two tabs that open together may both find the job unlocked.
        if (await locks.tryAcquire(jobId)) await restoreJob(jobId, onRestored)
        else takeOverLater(jobId)
      }
    } catch {
      disablePersistence()
    }
  }

  /** Restores a job as soon as no other tab holds it. */
  async function takeOver(jobId: string, onRestored: (jobId: string) => void): Promise<void> {
    if (table.runtime(jobId)) return
    await locks.acquire(jobId)
    await restoreJob(jobId, onRestored)
  }

  /** Restores a job that this tab holds, unless another tab has removed it. */
  async function restoreJob(jobId: string, onRestored: (jobId: string) => void): Promise<void> {
    const entry = await journal.get(jobId)
    if (!entry || (await belongsToOtherCreator(entry))) return locks.release(jobId)
    const { fingerprint, addedAt, position = addedAt, uploadId, sessionKey } = entry
    const known = { fingerprint, addedAt, position, uploadId, sessionKey, isRestored: true }
    table.add(restoredJob(entry), newRuntime({ ...known, partLayout: entry.cuts }))
    onRestored(jobId)
  }

  return { restore }
}
