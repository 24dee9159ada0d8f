import type { UploadProgress, Video, WaitingStage } from '@reelferry/contract'

/** The state of a video as a player page knows it. */
export type VideoState =
  { status: 'loading' } | { status: 'unknown' } | { status: 'unreachable' } | Video

export type ReadyVideo = Video & { status: 'ready' }

/**
 * The notice that a player shows instead of a video: the stage that the viewer waits for, or the reason. `unplayable`: this
 * browser or this network cannot play it.
 */
export type NoticeKind = Exclude<VideoState['status'], 'ready'> | WaitingStage | 'unplayable'

/** A notice, with the progress of the upload that the viewer waits for. */
export interface Notice {
  kind: NoticeKind
  progress: UploadProgress | undefined
}

/** Whether a retry by the viewer may help. */
export const canRetry = (kind: NoticeKind): boolean =>
  kind === 'unreachable' || kind === 'unplayable'
