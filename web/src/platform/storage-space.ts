/** Bytes that this site can still store; `undefined` if the browser does not report it. Never rejects. */
export async function freeBytes(): Promise<number | undefined> {
  try {
    // TypeScript's DOM library does not know that browsers may lack the Storage API.
    const storage: StorageManager | undefined = navigator.storage
    const { quota, usage = 0 } = (await storage?.estimate()) ?? {}
    return quota === undefined ? undefined : Math.max(0, quota - usage)
  } catch {
    return undefined
  }
}

/**
 * Requests persistent storage, so that the browser does not evict the files. Not awaited, because it may prompt the
 * user.
 */
export async function requestPersistence(): Promise<void> {
  try {
    const storage: StorageManager | undefined = navigator.storage
    await storage?.persist()
  } catch {
    // The browser may evict the files. Then the creator has to choose them again.
  }
}
