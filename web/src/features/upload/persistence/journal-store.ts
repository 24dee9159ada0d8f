import * as v from 'valibot'
import { JournalEntry } from './journal.ts'
import { withDatabase } from './database.ts'

/** Stores the journal of the queue. */
export interface JournalStore {
  /** All entries in the order of the queue. */
  all(): Promise<JournalEntry[]>
  get(jobId: string): Promise<JournalEntry | undefined>
  put(entry: JournalEntry): Promise<void>
  remove(jobId: string): Promise<void>
}

function parseEntry(stored: unknown): JournalEntry | undefined {
  const entry = v.safeParse(JournalEntry, stored)
  return entry.success ? entry.output : undefined
}

/** Stores the journal in IndexedDB. Ignores entries that another version wrote in a different shape. */
export const journalStore: JournalStore = {
  async all() {
    const stored = await withDatabase((database) => database.getAll('jobs'))
    return stored
      .map(parseEntry)
      .filter((entry) => entry !== undefined)
      .sort((a, b) => (a.position ?? a.addedAt) - (b.position ?? b.addedAt))
  },
  async get(jobId) {
    return parseEntry(await withDatabase((database) => database.get('jobs', jobId)))
  },
  async put(entry) {
    await withDatabase((database) => database.put('jobs', entry, entry.jobId))
  },
  async remove(jobId) {
    await withDatabase((database) => database.delete('jobs', jobId))
  },
}
