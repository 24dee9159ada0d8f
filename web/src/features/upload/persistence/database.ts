import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { databaseName } from './queue-presence.ts'

interface Schema extends DBSchema {
  /** The journal: one entry a job. */
  jobs: { key: string; value: unknown }
  /** What a job's file can be had from again: a copy of it, or the name of a recording. */
  files: { key: string; value: unknown }
  /** Handles to the files of jobs, apart from the copies: who writes here does not wait until one is made. */
  handles: { key: string; value: unknown }
  /** The pictures that stand for videos, by job. */
  covers: { key: string; value: unknown }
}

let database: Promise<IDBPDatabase<Schema>> | undefined

/** The studio's IndexedDB. Rejects in a browser that keeps none, as some private windows do. */
export function openDatabase(): Promise<IDBPDatabase<Schema>> {
  database ??= openDB<Schema>(databaseName, 4, {
    upgrade(opened, oldVersion) {
      if (oldVersion < 2) for (const name of opened.objectStoreNames) opened.deleteObjectStore(name)
      for (const name of ['jobs', 'files', 'handles', 'covers'] as const)
        if (!opened.objectStoreNames.contains(name)) opened.createObjectStore(name)
    },
    // A newer studio in another tab may change the shape; this one opens it anew when it next writes.
    blocking: () => void database?.then((opened) => opened.close()).then(forget, forget),
    terminated: forget,
  })
  database.catch(forget)
  return database
}

function forget(): void {
  database = undefined
}
