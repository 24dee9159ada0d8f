import { hasDatabase } from '../../../platform/has-database.ts'

/** Name of the studio's IndexedDB. */
export const databaseName = 'reelferry'
const channelName = 'reelferry-jobs'

/**
 * Resolves with whether this browser may have jobs of an earlier page; with true if the browser cannot list its
 * databases. Loads no library and opens no database.
 */
export const hasStoredQueue = async (): Promise<boolean> =>
  (await hasDatabase(databaseName)) ?? true

/** The channel on which tabs announce new jobs; `undefined` if the browser denies it, as in some frames. */
export function openJobChannel(): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(channelName)
  } catch {
    return undefined
  }
}

/**
 * Calls `listener` when another tab has a new job, which this tab may have to take over. Returns a function that
 * removes the listener.
 */
export function onJobInOtherTab(listener: () => void): () => void {
  const channel = openJobChannel()
  channel?.addEventListener('message', listener)
  return () => channel?.close()
}
