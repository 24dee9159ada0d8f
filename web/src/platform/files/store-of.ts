import type { StorageKind } from '../model/storage-kind.ts'
import type { FileStore } from './file-store.ts'

/** Loads the storage of a kind. Most browsers need only the first one. */
export async function storeOf(kind: StorageKind): Promise<FileStore> {
  switch (kind) {
    case 'private-files':
      return (await import('./private-file-store.ts')).privateFileStore
    case 'database':
      return (await import('./database-file-store.ts')).databaseFileStore
    case 'memory':
      return (await import('./memory-file-store.ts')).memoryFileStore
  }
}
