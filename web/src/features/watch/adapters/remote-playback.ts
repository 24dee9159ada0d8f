/** A way to play on another device. */
export type RemoteKind = 'airplay' | 'cast'

interface AppleVideo extends HTMLVideoElement {
  webkitShowPlaybackTargetPicker?(): void
}

/**
 * Watches whether a video can play on another device: by AirPlay in Safari, else by the Remote Playback API.
 * @param onChange called with the available way, or with `undefined`
 */
export function watchRemote(
  video: HTMLVideoElement,
  onChange: (kind: RemoteKind | undefined) => void,
  signal: AbortSignal,
): void {
  if ('webkitShowPlaybackTargetPicker' in video) {
    const listener = (event: Event) =>
      onChange(
        (event as { availability?: string }).availability === 'available' ? 'airplay' : undefined,
      )
    video.addEventListener('webkitplaybacktargetavailabilitychanged', listener, { signal })
    return
  }
  if (!('remote' in video)) return
  const { remote } = video as HTMLVideoElement
  remote
    .watchAvailability((isAvailable) => {
      if (!signal.aborted) onChange(isAvailable ? 'cast' : undefined)
    })
    .then(
      (id) => signal.addEventListener('abort', () => void remote.cancelWatchAvailability(id)),
      // This device cannot watch. The control stays hidden.
      () => undefined,
    )
}

/** Lets the viewer choose a device. */
export async function chooseRemote(video: AppleVideo): Promise<void> {
  if (video.webkitShowPlaybackTargetPicker) return video.webkitShowPlaybackTargetPicker()
  // Rejects if the viewer closes the list of devices.
  await video.remote.prompt().catch(() => undefined)
}
