import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { inStorage } from '../storage-error.ts'
import { ChunkedFile } from './chunked-file.ts'
import type { FileStore } from './file-store.ts'

/** Key of a chunk: the path of its file, and its number. Chunks of one file are neighbours in this order. */
type ChunkKey = [path: string, index: number]

interface Schema extends DBSchema {
  chunks: { key: ChunkKey; value: Blob }
}

const databaseName = 'reelferry-files'

let database: Promise<IDBPDatabase<Schema>> | undefined

function openDatabase(): Promise<IDBPDatabase<Schema>> {
  const forget = () => void (database = undefined)
  database ??= openDB<Schema>(databaseName, 1, {
    upgrade: (opened) => void opened.createObjectStore('chunks'),
    terminated: forget,
  })
  database.catch(forget)
  return database
}

/** All chunks of a file. Arrays are greater than numbers (Indexed Database API, "compare two keys"). */
const chunksOf = (path: string) => IDBKeyRange.bound([path], [path, []])

/** All chunks of the files in a directory. No path contains a character after U+FFFF. */
const chunksIn = (directory: string) =>
  IDBKeyRange.bound([`${directory}/`], [`${directory}/\uffff`, []])

/** Stores files in IndexedDB, each as a sequence of blobs. */
export const databaseFileStore: FileStore = {
  create: async (path) => {
    await databaseFileStore.remove(path)
    return new ChunkedFile({
      put: async (index, bytes) =>
        void (await (await openDatabase()).put('chunks', bytes, [path, index])),
      get: async (index) => (await openDatabase()).get('chunks', [path, index]),
      remove: async (index) => (await openDatabase()).delete('chunks', [path, index]),
    })
  },

  open: (path) =>
    inStorage(async () => {
      const chunks = await (await openDatabase()).getAll('chunks', chunksOf(path))
      // A file without bytes has no chunk.
      return chunks.length > 0 ? new File(chunks, path.slice(path.lastIndexOf('/') + 1)) : undefined
    }),

  remove: (path) =>
    inStorage(async () => {
      const opened = await openDatabase()
      await opened.delete('chunks', chunksOf(path))
      await opened.delete('chunks', chunksIn(path))
    }),

  list: (directory) =>
    inStorage(async () => {
      const keys = await (await openDatabase()).getAllKeys('chunks', chunksIn(directory))
      const names = keys.map(([path]) => path.slice(directory.length + 1).split('/')[0] ?? '')
      return [...new Set(names)]
    }),
}
