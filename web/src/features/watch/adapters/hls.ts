import Hls from 'hls.js/light'

/**
 * Plays HLS in a `<video>` with hls.js. Import this module dynamically: most browsers do not need the library.
 * @param start position in seconds
 * @param onFailure called on a fatal error
 * @returns a function that detaches the library
 */
export function attachHls(
  video: HTMLVideoElement,
  src: string,
  start: number,
  onFailure: () => void,
): () => void {
  if (!Hls.isSupported()) {
    onFailure()
    return () => undefined
  }
  const hls = new Hls({
    startPosition: start || -1,
    capLevelToPlayerSize: true,
    // Its worker is created from a blob URL, which the page's policy does not allow.
    enableWorker: false,
  })
  hls.on(Hls.Events.ERROR, (_, { fatal }) => {
    if (fatal) onFailure()
  })
  hls.loadSource(src)
  hls.attachMedia(video)
  return () => hls.destroy()
}
