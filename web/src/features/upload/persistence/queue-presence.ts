/** The studio's IndexedDB, and the channel on which tabs tell each other of new jobs. */
export const databaseName = 'reelferry'
export const channelName = 'reelferry-jobs'

/**
 * Whether this browser has had a queue before, which may have left jobs. Costs no library, and opens
 * nothing; a browser that does not tell is taken to have had one.
 */
export async function hadQueue(): Promise<boolean> {
  if (!indexedDB.databases) return true
  const databases = await indexedDB.databases().catch(() => undefined)
  return databases?.some(({ name }) => name === databaseName) ?? true
}

/** Calls back when another tab has a new job: this one may have to take it over. Returns what stops that. */
export function onJobElsewhere(listener: () => void): () => void {
  const channel = new BroadcastChannel(channelName)
  channel.addEventListener('message', listener)
  return () => channel.close()
}
