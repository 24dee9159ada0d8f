import 'fake-indexeddb/auto'
import { openDB } from 'idb'
import { expect, it } from 'vitest'
import { journalStore } from '../../../../src/features/upload/persistence/journal-store.ts'
import type { JournalEntry } from '../../../../src/features/upload/persistence/journal.ts'

const entry = (jobId: string, addedAt: number): JournalEntry => ({
  jobId,
  addedAt,
  source: { name: 'a.mp4', size: 1, type: 'video/mp4' },
  fingerprint: 'f',
  sessionKey: '',
  cuts: [],
  stage: 'draft',
})

it('returns entries in the order of their jobs, and ignores entries of an unknown shape', async () => {
  await journalStore.put(entry('late', 2))
  await journalStore.put(entry('early', 1))
  const database = await openDB('reelferry')
  await database.put('jobs', { from: 'another version' }, 'odd')
  expect((await journalStore.all()).map(({ jobId }) => jobId)).toEqual(['early', 'late'])
  await journalStore.remove('early')
  expect((await journalStore.all()).map(({ jobId }) => jobId)).toEqual(['late'])
  database.close()
})
