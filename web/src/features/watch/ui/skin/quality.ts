import { hlsType } from '@reelferry/contract'
import { heightFor, playlistHeights, type Qualities, sortedHeights } from '../../model/quality.ts'
import type { Playback } from '../playback.ts'

/** Chooses the quality of a playback. */
export interface QualityChoice {
  /** Finds the available heights; none if there is no choice. */
  load(): Promise<void>
  current(): Qualities
  /** Plays the height, or the automatic choice for 0. */
  choose(height: number): void
}

/** Whether the browser can play HLS with the library. */
const supportsLibrary = () => 'MediaSource' in window || 'ManagedMediaSource' in window

async function fetchPlaylist(url: string): Promise<number[]> {
  try {
    const response = await fetch(url)
    return response.ok ? playlistHeights(await response.text()) : []
  } catch {
    // There is no choice of quality then. A failure of the video itself is reported elsewhere.
    return []
  }
}

/**
 * The quality of a playback: the levels of hls.js, else the streams in the playlist, which needs hls.js from the first
 * choice on, else the renditions of the video.
 */
export function createQuality(playback: Playback): QualityChoice {
  const { element, video, library, useLibrary } = playback
  const [source] = video.sources
  const files = video.sources.filter(({ type }) => type !== hlsType)
  const isAdaptive = source?.type === hlsType
  let heights = isAdaptive ? [] : sortedHeights(files.map(({ height }) => height))
  let chosen = 0

  async function load(): Promise<void> {
    if (!isAdaptive || heights.length > 0 || !source) return
    const levels = library()?.heights() ?? []
    heights = sortedHeights(
      levels.length > 0 ? levels : supportsLibrary() ? await fetchPlaylist(source.src) : [],
    )
  }

  /** Starts the library, or another file, at the position of the element. */
  async function restart(start: () => Promise<unknown> | void): Promise<void> {
    const { currentTime, paused, playbackRate } = element
    element.defaultPlaybackRate = playbackRate
    element.addEventListener(
      'loadedmetadata',
      () => {
        if (Math.abs(element.currentTime - currentTime) > 0.5) element.currentTime = currentTime
        if (!paused) void element.play().catch(() => undefined)
      },
      { once: true },
    )
    await start()
  }

  function choose(height: number): void {
    chosen = height
    if (!isAdaptive) {
      const file = files.find((other) => other.height === height) ?? files[0]
      if (file && element.currentSrc !== file.src) void restart(() => void (element.src = file.src))
      return
    }
    const active = library()
    if (active) active.choose(height)
    else if (height > 0) void restart(() => useLibrary(element.currentTime, height))
  }

  return {
    load,
    current: () => ({
      heights: heights.length > 1 ? heights : [],
      chosen,
      playing: library()?.playing() || element.videoHeight,
    }),
    choose: (height) => choose(heightFor(heights, height)),
  }
}
