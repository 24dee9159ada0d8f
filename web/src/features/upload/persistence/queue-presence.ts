/** Name of the studio's IndexedDB, and of the channel on which tabs announce new jobs. */
export const databaseName = 'reelferry'
export const channelName = 'reelferry-jobs'

/**
 * Whether this browser may have jobs of an earlier page. Loads no library and opens no database. Resolves with true if
 * the browser cannot list its databases.
 */
export async function hasStoredQueue(): Promise<boolean> {
  if (!indexedDB.databases) return true
  const databases = await indexedDB.databases().catch(() => undefined)
  return databases?.some(({ name }) => name === databaseName) ?? true
}

/** Calls `listener` when another tab has a new job, which this tab may have to take over. Returns a function to stop. */
export function onJobInOtherTab(listener: () => void): () => void {
  const channel = new BroadcastChannel(channelName)
  channel.addEventListener('message', listener)
  return () => channel.close()
}
