const channelName = 'reelferry-recordings'

/** Tells every page, this one too, that other recordings are there to be used than before. */
export function announceChange(): void {
  const channel = new BroadcastChannel(channelName)
  channel.postMessage(null)
  channel.close()
}

/** Calls back after every change, until what is returned is called. */
export function onChange(listener: () => void): () => void {
  const channel = new BroadcastChannel(channelName)
  channel.addEventListener('message', listener)
  return () => channel.close()
}
