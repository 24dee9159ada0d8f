import * as v from 'valibot'
import { StorageKind } from '../model/storage-kind.ts'
import { startWorker } from '../start-worker.ts'
import type { FileStore } from './file-store.ts'
import workerUrl from './storage-probe-worker.ts?worker&url'
import { storeOf } from './store-of.ts'

/** The storage of this page. */
export interface PageStorage {
  kind: StorageKind
  store: FileStore
}

/** The code of the probe could not be loaded. A later try may succeed. */
class CodeNotLoadedError extends Error {
  override name = 'CodeNotLoadedError'
}

let storage: Promise<PageStorage> | undefined

/**
 * The best storage that works in this page. Probes it once.
 * @throws {CodeNotLoadedError} if the code of the probe could not be loaded; the next call tries again
 */
export function pageStorage(): Promise<PageStorage> {
  storage ??= probe().then(async (kind) => ({ kind, store: await storeOf(kind) }))
  storage.catch(() => (storage = undefined))
  return storage
}

function probe(): Promise<StorageKind> {
  const { promise, resolve, reject } = Promise.withResolvers<StorageKind>()
  const worker = startWorker(workerUrl)
  worker.addEventListener('message', ({ data }) => resolve(v.parse(StorageKind, data)))
  // The probe itself fails only if code cannot be loaded.
  worker.addEventListener('error', () =>
    reject(new CodeNotLoadedError('The storage probe was not loaded.')),
  )
  return promise.finally(() => worker.terminate())
}
