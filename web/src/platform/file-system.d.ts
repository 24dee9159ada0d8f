/** Members of the File System API that TypeScript's DOM library lacks or declares for workers only. */

interface FileSystemFileHandle {
  /** Available in workers only. */
  createSyncAccessHandle(): Promise<import('./files/private-file-store.ts').SyncAccessHandle>
}

interface FileSystemDirectoryHandle {
  keys(): AsyncIterable<string>
}
