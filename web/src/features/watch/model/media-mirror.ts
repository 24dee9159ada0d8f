/** The state of a `<video>` that `<reelferry-player>` shows as its own, in another document. */

/** Start and end of each range, seconds. */
export type Ranges = [number, number][]

/** `<reelferry-player>` is one file of its own, so it imports only types from here. */
export interface MirroredState extends Pick<
  HTMLVideoElement,
  | ('currentTime' | 'duration' | 'paused' | 'ended' | 'seeking' | 'volume' | 'muted' | 'loop')
  | ('playbackRate' | 'defaultPlaybackRate' | 'preservesPitch' | 'readyState' | 'networkState')
  | ('videoWidth' | 'videoHeight')
> {
  buffered: Ranges
  played: Ranges
  seekable: Ranges
  /** Code of the `MediaError`; 0 for none. */
  error: number
}

/** Events of `<video>` that are repeated, in the order in which they report how much of a video is loaded. */
const loadEvents = [
  'durationchange',
  'loadedmetadata',
  'loadeddata',
  'canplay',
  'canplaythrough',
] as const
export const mirroredEvents = [
  ...loadEvents,
  ...['loadstart', 'progress', 'suspend', 'emptied', 'stalled', 'abort', 'error', 'resize'],
  ...['play', 'playing', 'pause', 'waiting', 'seeking', 'seeked', 'timeupdate', 'ended'],
  ...['ratechange', 'volumechange', 'enterpictureinpicture', 'leavepictureinpicture'],
]

const rangesOf = (ranges: TimeRanges): Ranges =>
  Array.from({ length: ranges.length }, (_, index) => [ranges.start(index), ranges.end(index)])

/** Reads the state of a video. */
export function mirroredState(video: HTMLVideoElement): MirroredState {
  const { currentTime, duration, paused, ended, seeking, volume, muted, loop } = video
  const { playbackRate, defaultPlaybackRate, preservesPitch, readyState, networkState } = video
  const { videoWidth, videoHeight } = video
  return {
    ...{ currentTime, duration, paused, ended, seeking, volume, muted, loop },
    ...{ playbackRate, defaultPlaybackRate, preservesPitch, readyState, networkState },
    ...{ videoWidth, videoHeight },
    buffered: rangesOf(video.buffered),
    played: rangesOf(video.played),
    seekable: rangesOf(video.seekable),
    error: video.error?.code ?? 0,
  }
}

/** The load events that a video has had. */
export const pastEvents = ({ readyState }: Pick<HTMLVideoElement, 'readyState'>) =>
  loadEvents.slice(0, readyState > 0 ? readyState + 1 : 0)
