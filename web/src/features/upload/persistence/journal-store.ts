import * as v from 'valibot'
import { JournalEntry } from './journal.ts'
import { openDatabase } from './database.ts'

/** The journal of the queue, as the queue uses it. */
export interface JournalStore {
  /** All entries in the order they were added. */
  all(): Promise<JournalEntry[]>
  get(jobId: string): Promise<JournalEntry | undefined>
  put(entry: JournalEntry): Promise<void>
  remove(jobId: string): Promise<void>
}

function read(record: unknown): JournalEntry | undefined {
  const entry = v.safeParse(JournalEntry, record)
  return entry.success ? entry.output : undefined
}

/** The journal in IndexedDB. An entry that an older version wrote in another shape is left out. */
export const journalStore: JournalStore = {
  async all() {
    const records = await (await openDatabase()).getAll('jobs')
    return records
      .map(read)
      .filter((entry) => entry !== undefined)
      .sort((a, b) => a.addedAt - b.addedAt)
  },
  async get(jobId) {
    return read(await (await openDatabase()).get('jobs', jobId))
  },
  async put(entry) {
    await (await openDatabase()).put('jobs', entry, entry.jobId)
  },
  async remove(jobId) {
    await (await openDatabase()).delete('jobs', jobId)
  },
}
