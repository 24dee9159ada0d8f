import Hls from 'hls.js/light'

/** hls.js in a `<video>`. */
export interface HlsPlayback {
  /** Heights of the levels in pixels; empty before the playlist is loaded. */
  heights(): number[]
  /** Plays the level of a height from the next segment on, or chooses automatically for 0. */
  choose(height: number): void
  /** Height of the level that plays; 0 if unknown. */
  playing(): number
  detach(): void
}

const detached: HlsPlayback = {
  heights: () => [],
  choose: () => undefined,
  playing: () => 0,
  detach: () => undefined,
}

/**
 * Plays HLS in a `<video>` with hls.js. Import this module dynamically: most browsers do not need the library.
 * @param start position in seconds
 * @param onFailure called on a fatal error
 * @param initialHeight height of the first level that plays; 0 for the automatic choice
 */
export function attachHls(
  video: HTMLVideoElement,
  src: string,
  start: number,
  onFailure: () => void,
  initialHeight = 0,
): HlsPlayback {
  if (!Hls.isSupported()) {
    onFailure()
    return detached
  }
  const hls = new Hls({
    startPosition: start || -1,
    capLevelToPlayerSize: true,
    // Its worker is created from a blob URL, which the page's policy does not allow.
    enableWorker: false,
  })
  const choose = (height: number) => {
    // Otherwise a level that is larger than the player cannot be chosen.
    hls.capLevelToPlayerSize = height === 0
    hls.nextLevel = height === 0 ? -1 : hls.levels.findIndex((level) => level.height === height)
  }
  if (initialHeight > 0) hls.once(Hls.Events.MANIFEST_PARSED, () => choose(initialHeight))
  hls.on(Hls.Events.ERROR, (_, { fatal }) => {
    if (fatal) onFailure()
  })
  hls.loadSource(src)
  hls.attachMedia(video)
  return {
    heights: () => hls.levels.map(({ height }) => height),
    choose,
    playing: () => hls.levels[hls.currentLevel]?.height ?? 0,
    detach: () => hls.destroy(),
  }
}
