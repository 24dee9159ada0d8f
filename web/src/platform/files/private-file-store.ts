import { retry } from '@reelferry/retry'
import { inStorage, StorageError } from '../storage-error.ts'
import type { FileStore, OutputFile } from './file-store.ts'

/** The members of FileSystemSyncAccessHandle that are used here. */
export interface SyncAccessHandle {
  write(bytes: Uint8Array, options: { at: number }): number
  read(bytes: Uint8Array, options: { at: number }): number
  truncate(size: number): void
  flush(): void
  close(): void
}

const isNamed = (error: unknown, name: string) =>
  error instanceof DOMException && error.name === name

function undefinedIfNotFound(error: unknown): undefined {
  if (!isNamed(error, 'NotFoundError')) throw error
}

async function openDirectory(names: readonly string[], create: boolean) {
  let directory = await navigator.storage.getDirectory()
  for (const name of names) directory = await directory.getDirectoryHandle(name, { create })
  return directory
}

/** Splits a path into its directories and its last name. */
function split(path: string): { directories: string[]; name: string } {
  const names = path.split('/')
  return { directories: names.slice(0, -1), name: names.at(-1) ?? '' }
}

/** A terminated worker may still lock its file for a moment. Removing it is retried for up to two seconds. */
const releaseIntervalMs = 50
const maxReleaseRetries = 40

/** Stores files in the origin private file system. */
export const privateFileStore: FileStore = {
  create: (path) =>
    inStorage(async () => {
      const { directories, name } = split(path)
      const directory = await openDirectory(directories, true)
      const handle = await directory.getFileHandle(name, { create: true })
      const access = await handle.createSyncAccessHandle()
      access.truncate(0)
      return outputFileOf(access)
    }),

  open: (path) =>
    inStorage(async () => {
      const { directories, name } = split(path)
      const directory = await openDirectory(directories, false).catch(undefinedIfNotFound)
      const handle = await directory?.getFileHandle(name).catch(undefinedIfNotFound)
      return handle?.getFile().catch(undefinedIfNotFound)
    }),

  remove: (path) =>
    inStorage(async () => {
      const { directories, name } = split(path)
      const removeEntry = async () =>
        (await openDirectory(directories, false)).removeEntry(name, { recursive: true })
      await retry(removeEntry, {
        maxRetries: (error) =>
          isNamed(error, 'NoModificationAllowedError') ? maxReleaseRetries : 0,
        delay: () => releaseIntervalMs,
      }).catch(undefinedIfNotFound)
    }),

  list: (path) =>
    inStorage(async () => {
      const directory = await openDirectory(path.split('/'), false).catch(undefinedIfNotFound)
      const names: string[] = []
      if (directory) for await (const name of directory.keys()) names.push(name)
      return names
    }),
}

/** Wraps an access handle. */
export function outputFileOf(access: SyncAccessHandle): OutputFile {
  return {
    write: (bytes, at) =>
      inStorage(() => {
        if (access.write(bytes, { at }) < bytes.byteLength)
          throw new StorageError(new DOMException('Out of space.', 'QuotaExceededError'))
      }),
    read: (start, end) =>
      inStorage(() => {
        const bytes = new Uint8Array(end - start)
        access.read(bytes, { at: start })
        return bytes.buffer
      }),
    release: async () => undefined,
    truncate: (size) => inStorage(() => access.truncate(size)),
    flush: () => inStorage(() => access.flush()),
    close: () => inStorage(() => access.close()),
  }
}
