import { type DBSchema, openDB } from 'idb'
import * as v from 'valibot'
import { JournalEntry } from '../model/journal.ts'

interface Schema extends DBSchema {
  jobs: { key: string; value: unknown }
}

/** The journal of the queue, as the queue uses it. */
export interface JournalStore {
  /** All entries in the order they were added. */
  all(): Promise<JournalEntry[]>
  put(entry: JournalEntry): Promise<void>
  remove(jobId: string): Promise<void>
}

const open = () =>
  openDB<Schema>('reelferry', 1, {
    upgrade: (database) => void database.createObjectStore('jobs'),
  })

let database: ReturnType<typeof open> | undefined

/**
 * The journal in IndexedDB. A browser that keeps none, as some private windows, rejects; an entry that
 * an older version wrote in another shape is left out.
 */
export const journalStore: JournalStore = {
  async all() {
    const records = await (await (database ??= open())).getAll('jobs')
    return records
      .flatMap((record) => {
        const entry = v.safeParse(JournalEntry, record)
        return entry.success ? [entry.output] : []
      })
      .sort((a, b) => a.addedAt - b.addedAt)
  },
  async put(entry) {
    await (await (database ??= open())).put('jobs', entry, entry.jobId)
  },
  async remove(jobId) {
    await (await (database ??= open())).delete('jobs', jobId)
  },
}

/**
 * Runs `restore` as soon as no other tab looks after the journal, and looks after it from then on: so
 * two tabs never send the same video, and the second takes over when the first is closed.
 */
export function whenAlone(restore: () => Promise<void>): void {
  const untilClosed = new Promise<never>(() => undefined)
  void navigator.locks.request('reelferry-journal', async () => {
    await restore()
    await untilClosed
  })
}
