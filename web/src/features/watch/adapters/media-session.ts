import type { Chapter } from '@reelferry/contract'
import { pageSettings } from '../../../api/page-settings.ts'
import type { ReadyVideo } from '../model/video-state.ts'

/** Actions of the system's controls. */
export interface SessionActions {
  play(): void
  pause(): void
  skip(seconds: number): void
  seek(seconds: number): void
}

/** Seconds of a skip if the system does not choose them. */
const step = 10

/** The video in the controls of the system. */
export interface MediaSessionView {
  showPosition(video: HTMLVideoElement): void
}

/** Shows the video in the controls of the system, such as media keys and the lock screen. */
export function openMediaSession(
  { name, poster }: ReadyVideo,
  chapters: readonly Chapter[],
  { play, pause, skip, seek }: SessionActions,
): MediaSessionView {
  const { mediaSession } = navigator
  if (!mediaSession) return { showPosition: () => undefined }
  const artwork = poster ? [{ src: poster }] : []
  const metadata = {
    title: name,
    artist: pageSettings.studio.name,
    artwork,
    chapterInfo: chapters.map(({ title, start }) => ({ title, startTime: start, artwork })),
  }
  mediaSession.metadata = new MediaMetadata(metadata)
  const handlers: Partial<Record<MediaSessionAction, MediaSessionActionHandler>> = {
    play,
    pause,
    seekbackward: ({ seekOffset }) => skip(-(seekOffset ?? step)),
    seekforward: ({ seekOffset }) => skip(seekOffset ?? step),
    seekto: ({ seekTime }) => seek(seekTime ?? 0),
  }
  for (const [action, handler] of Object.entries(handlers))
    try {
      mediaSession.setActionHandler(action as MediaSessionAction, handler)
    } catch {
      // This browser does not know the action.
    }
  return { showPosition }
}

function showPosition({ duration, playbackRate, currentTime }: HTMLVideoElement): void {
  if (!(duration > 0 && duration < Infinity)) return
  const position = Math.min(currentTime, duration)
  try {
    navigator.mediaSession.setPositionState?.({ duration, playbackRate, position })
  } catch {
    // The browser rejects the rate. The system's controls show no position.
  }
}
