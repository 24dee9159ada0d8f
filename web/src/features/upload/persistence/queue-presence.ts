/** Name of the studio's IndexedDB. */
export const databaseName = 'reelferry'
/** Name of the broadcast channel on which tabs announce new jobs. */
export const channelName = 'reelferry-jobs'

/**
 * Resolves with whether this browser may have jobs of an earlier page; with true if the browser cannot list its
 * databases. Loads no library and opens no database.
 */
export async function hasStoredQueue(): Promise<boolean> {
  if (!indexedDB.databases) return true
  const databases = await indexedDB.databases().catch(() => undefined)
  return databases?.some(({ name }) => name === databaseName) ?? true
}

/**
 * Calls `listener` when another tab has a new job, which this tab may have to take over. Returns a function that
 * removes the listener.
 */
export function onJobInOtherTab(listener: () => void): () => void {
  const channel = new BroadcastChannel(channelName)
  channel.addEventListener('message', listener)
  return () => channel.close()
}
