import type { MirroredState } from '../features/watch/model/media-mirror.ts'

/** Properties of `<reelferry-player>` that a page can also set. */
export const settableProperties = [
  'currentTime',
  'volume',
  'muted',
  'playbackRate',
  'defaultPlaybackRate',
  'preservesPitch',
  'loop',
] as const

/** Properties that a page can only read. */
export const readableProperties = [
  'duration',
  'paused',
  'ended',
  'seeking',
  'readyState',
  'networkState',
  'videoWidth',
  'videoHeight',
] as const

export const rangeProperties = ['buffered', 'played', 'seekable'] as const

/** The state of a video that is not loaded. */
export const emptyState: MirroredState = {
  ...{ currentTime: 0, duration: NaN, paused: true, ended: false, seeking: false },
  ...{ volume: 1, muted: false, playbackRate: 1, defaultPlaybackRate: 1 },
  ...{ preservesPitch: true, loop: false, readyState: 0, networkState: 0 },
  ...{ videoWidth: 0, videoHeight: 0, buffered: [], played: [], seekable: [], error: 0 },
}
