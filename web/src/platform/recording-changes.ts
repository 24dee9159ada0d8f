const channelName = 'reelferry-recordings'

/** Notifies every page, this one included, that the list of available recordings has changed. */
export function broadcastRecordingChange(): void {
  const channel = new BroadcastChannel(channelName)
  channel.postMessage(null)
  channel.close()
}

/** Calls the listener after every change. Returns a function that removes it. */
export function onRecordingChange(listener: () => void): () => void {
  const channel = new BroadcastChannel(channelName)
  channel.addEventListener('message', listener)
  return () => channel.close()
}
