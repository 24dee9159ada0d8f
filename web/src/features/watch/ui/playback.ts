import { hlsType, type PlayerOptions } from '@reelferry/contract'
import type { HlsPlayback } from '../adapters/hls.ts'
import type { ReadyVideo } from '../model/video-state.ts'

/** One element that plays one video. */
export interface Playback {
  element: HTMLVideoElement
  video: ReadyVideo
  /** The library that plays HLS, once it is loaded; `undefined` while the browser plays the source itself. */
  library(): HlsPlayback | undefined
  /** Plays the HLS source with the library from a position on. Resolves with the library unless it fails. */
  useLibrary(start: number, height: number): Promise<HlsPlayback | undefined>
  /** Detaches from the element, which may continue to play. */
  end(): void
}

/** Whether the user prefers to save data. */
export const savesData = (): boolean =>
  matchMedia('(prefers-reduced-data: reduce)').matches ||
  (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true

/**
 * Whether the first source is HLS and the browser needs a library for it. `pnpm bench player` measures that Chromium
 * plays HLS faster without the library.
 */
const needsHlsLibrary = ({ sources }: ReadyVideo, element: HTMLVideoElement): boolean =>
  sources[0]?.type === hlsType && !element.canPlayType(hlsType)

/** Whether an element of the Worker failed before a listener was attached. */
export const hasFailed = (element: HTMLVideoElement, video: ReadyVideo): boolean =>
  !needsHlsLibrary(video, element) &&
  (element.error !== null || element.networkState === HTMLMediaElement.NETWORK_NO_SOURCE)

export function showControls(video: HTMLVideoElement): void {
  video.controls = true
  video.removeAttribute('tabindex')
}

/** Starts a video: with sound if the browser allows it, else muted, else not before the viewer clicks. */
export async function startPlayback(video: HTMLVideoElement): Promise<void> {
  try {
    await video.play()
  } catch (error) {
    // Otherwise the source has failed, and the next one starts with the same sound.
    if (Object(error).name !== 'NotAllowedError') return
    video.muted = true
    await video.play().catch(() => undefined)
  }
}

/** Plays the first source of a video in an element that already has its attributes. */
export function playNatively(
  element: HTMLVideoElement,
  video: ReadyVideo,
  { start }: PlayerOptions,
  onFailure: () => void,
): Playback {
  const ended = new AbortController()
  const { signal } = ended
  element.addEventListener(
    'error',
    ({ target }) => {
      if (!(target instanceof HTMLTrackElement)) onFailure()
    },
    { capture: true, signal },
  )
  element.addEventListener(
    'loadedmetadata',
    () => {
      // Browsers read the position from the URL of some kinds of sources only. The library seeks itself, to a position
      // for which it has data.
      if (!library && element.currentTime < start - 1) element.currentTime = start
    },
    { signal },
  )
  const [source] = video.sources
  let library: HlsPlayback | undefined
  async function useLibrary(from: number, height: number): Promise<HlsPlayback | undefined> {
    try {
      const { attachHls } = await import('../adapters/hls.ts')
      if (signal.aborted || !source) return undefined
      element.querySelector('source')?.remove()
      return (library ??= attachHls(element, source.src, from, onFailure, height))
    } catch {
      onFailure()
      return undefined
    }
  }
  if (needsHlsLibrary(video, element)) {
    element.querySelector('source')?.remove()
    void useLibrary(start, 0)
  }
  return {
    element,
    video,
    library: () => library,
    useLibrary,
    end() {
      ended.abort()
      library?.detach()
    },
  }
}
