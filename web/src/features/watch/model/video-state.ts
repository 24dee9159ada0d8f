import type { Video } from '@reelferry/contract'

/** What a player page knows of its video. */
export type VideoState =
  { status: 'loading' } | { status: 'unknown' } | { status: 'unreachable' } | Video

export type ReadyVideo = Video & { status: 'ready' }

/** What a player page has to say instead of playing. `unplayable`: this browser, or the network, cannot. */
export type NoticeKind = Exclude<VideoState['status'], 'ready'> | 'unplayable'

/** Whether trying again may help. */
export const mayTryAgain = (kind: NoticeKind): boolean =>
  kind === 'unreachable' || kind === 'unplayable'
