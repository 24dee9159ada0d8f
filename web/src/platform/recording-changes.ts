const channelName = 'reelferry-recordings'

/** Notifies every page, this one included, that the list of available recordings has changed. */
export function broadcastRecordingChange(): void {
  const channel = openChannel()
  channel?.postMessage(null)
  channel?.close()
}

/** Calls the listener after every change. Returns a function that removes it. */
export function onRecordingChange(listener: () => void): () => void {
  const channel = openChannel()
  channel?.addEventListener('message', listener)
  return () => channel?.close()
}

/** Without a channel, as in some frames, only a reload shows the changes of other pages. */
function openChannel(): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(channelName)
  } catch {
    return undefined
  }
}
