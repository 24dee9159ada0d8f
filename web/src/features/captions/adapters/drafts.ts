import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import * as v from 'valibot'
import { inStorage } from '../../../platform/storage-error.ts'
import { CaptionsDraft } from '../model/draft.ts'

interface Schema extends DBSchema {
  /** A draft by job or by upload. */
  drafts: { key: string; value: unknown }
}

/** Drafts that have not changed for this time, in milliseconds, are deleted. */
const lifetimeMs = 30 * 24 * 3600 * 1000

let database: Promise<IDBPDatabase<Schema>> | undefined

function open(): Promise<IDBPDatabase<Schema>> {
  database ??= openDB<Schema>('reelferry-captions', 1, {
    upgrade: (opened) => void opened.createObjectStore('drafts'),
    terminated: () => (database = undefined),
  })
  database.catch(() => (database = undefined))
  return database
}

/** Stores captions on this device until the edge has them. Every call rejects with a `StorageError` if it cannot. */
export const drafts = {
  async find(key: string): Promise<CaptionsDraft | undefined> {
    const stored = await inStorage(async () => (await open()).get('drafts', key))
    const draft = v.safeParse(CaptionsDraft, stored)
    return draft.success ? draft.output : undefined
  },
  async put(key: string, draft: CaptionsDraft): Promise<void> {
    await inStorage(async () => (await open()).put('drafts', draft, key))
  },
  /** Deletes drafts that have not changed for a month. */
  async removeOld(now: number): Promise<void> {
    await inStorage(async () => {
      const opened = await open()
      for (const key of await opened.getAllKeys('drafts')) {
        const draft = v.safeParse(CaptionsDraft, await opened.get('drafts', key))
        if (!draft.success || draft.output.changedAt < now - lifetimeMs)
          await opened.delete('drafts', key)
      }
    })
  },
}

export type Drafts = typeof drafts
