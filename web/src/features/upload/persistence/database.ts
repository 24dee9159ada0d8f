import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { inStorage } from '../../../platform/storage-error.ts'
import { databaseName } from './queue-presence.ts'

interface Schema extends DBSchema {
  /** The journal: one entry per job. */
  jobs: { key: string; value: unknown }
  /** A copy of a job's file, or the name of the recording that is the file. */
  files: { key: string; value: unknown }
  /** File handles of jobs. A separate store, because a write here must not wait for a large copy to finish. */
  handles: { key: string; value: unknown }
  /** Chosen covers, by job. */
  covers: { key: string; value: unknown }
}

let database: Promise<IDBPDatabase<Schema>> | undefined

/**
 * Calls the studio's IndexedDB.
 * @throws {StorageError} if the browser does not allow storage, as in some private windows, or if it is full
 */
export const withDatabase = <T>(call: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T> =>
  inStorage(async () => call(await openDatabase()))

function openDatabase(): Promise<IDBPDatabase<Schema>> {
  database ??= openDB<Schema>(databaseName, 4, {
    upgrade(opened, oldVersion) {
      if (oldVersion < 2) for (const name of opened.objectStoreNames) opened.deleteObjectStore(name)
      for (const name of ['jobs', 'files', 'handles', 'covers'] as const)
        if (!opened.objectStoreNames.contains(name)) opened.createObjectStore(name)
    },
    // A newer version of the studio in another tab may need to upgrade. The next access opens the database again.
    blocking: () => void database?.then((opened) => opened.close()).then(forget, forget),
    terminated: forget,
  })
  database.catch(forget)
  return database
}

function forget(): void {
  database = undefined
}
