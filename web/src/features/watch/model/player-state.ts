import { type PlayerOptions, pollDelaySeconds, type UploadProgress } from '@reelferry/contract'
import { retryDelayMs } from './renewal.ts'
import type { NoticeKind, ReadyVideo, VideoState } from './video-state.ts'

interface Shared {
  /** How to play, once there is something to play. A viewer who waits for the video gets `autoplay`. */
  options: PlayerOptions
  /** Failed requests in a row. */
  failures: number
  /** Answers in a row that the video is not ready yet. */
  polls: number
  /** Whether new URLs were already fetched because no source played. */
  hasRefetched: boolean
}

/** The state of a player. Its requests, timers and elements follow from it: see `ui/player.ts`. */
export type PlayerState = Shared &
  (
    | {
        /** A request is running. Without a notice, the video that failed stays on screen. */
        phase: 'fetching'
        notice?: NoticeKind | undefined
      }
    | {
        /** The next request starts after `delayMs`. */
        phase: 'waiting'
        notice: NoticeKind
        /** How far the upload is, if that is known. */
        progress?: UploadProgress | undefined
        delayMs: number
      }
    | {
        /** There is no further request unless the viewer retries. */
        phase: 'ended'
        notice: NoticeKind
      }
    | Playing
  )

export interface Playing extends Shared {
  phase: 'playing'
  /** Without the sources and captions that have failed. */
  video: ReadyVideo
  /** When the URLs of the video expire, in unix milliseconds of this device's clock; `Infinity` if they do not. */
  expiresAt: number
}

export type PlayerEvent =
  /** A request has ended. `options` are given if they differ from those of the state. `now` in unix milliseconds. */
  | { type: 'fetched'; video: VideoState; now: number; options?: PlayerOptions }
  /** The delay has passed; or the viewer retries, with the `options` of the page. */
  | { type: 'retry'; options?: PlayerOptions }
  /** The first source does not play. `options` continue at the position of the failure. */
  | { type: 'failed'; options: PlayerOptions; now: number }

export const initialState = (options: PlayerOptions): PlayerState => ({
  phase: 'fetching',
  options,
  failures: 0,
  polls: 0,
  hasRefetched: false,
})

/** The state after an event. Returns the same object for an event that changes nothing. */
export function transition(state: PlayerState, event: PlayerEvent): PlayerState {
  if (event.type === 'fetched') return afterFetch(state, event)
  if (state.phase === 'playing') return event.type === 'failed' ? afterFailure(state, event) : state
  if (event.type === 'failed') return state
  const { options, failures, polls, hasRefetched } = state
  return {
    phase: 'fetching',
    notice: event.options ? 'loading' : state.notice,
    options: event.options ?? options,
    failures,
    polls,
    hasRefetched,
  }
}

function afterFetch(
  state: PlayerState,
  { video, now, options = state.options }: PlayerEvent & { type: 'fetched' },
): PlayerState {
  const isRenewal = state.phase === 'playing'
  const { failures, hasRefetched } = state
  const shared = { options, failures: 0, polls: 0, hasRefetched }
  switch (video.status) {
    case 'ready':
      return {
        ...shared,
        phase: 'playing',
        video,
        // From the remaining lifetime, because the device's clock may be wrong.
        expiresAt: now + (video.expiresIn ?? Infinity) * 1000,
        hasRefetched: !isRenewal && hasRefetched,
      }
    case 'processing':
      return {
        ...shared,
        phase: 'waiting',
        notice: video.stage,
        progress: video.progress,
        delayMs: pollDelaySeconds(state.polls, video.retryAfter) * 1000,
        polls: state.polls + 1,
        options: { ...options, autoplay: true },
      }
    case 'unreachable':
      // A failed renewal does not interrupt the playback.
      if (isRenewal) return state
      return {
        ...shared,
        phase: 'waiting',
        // A viewer who waits for the video continues to wait.
        notice: (state.polls > 0 && state.notice) || 'unreachable',
        delayMs: retryDelayMs(failures),
        failures: failures + 1,
        polls: state.polls,
      }
    default:
      return { ...shared, phase: 'ended', notice: video.status }
  }
}

function afterFailure(
  state: Playing,
  { options, now }: PlayerEvent & { type: 'failed' },
): PlayerState {
  const { video, expiresAt, hasRefetched } = state
  const [, ...sources] = video.sources
  const shared = { options, failures: 0, polls: 0, hasRefetched }
  // A native source failed, so TCPlayer failed before or is not used.
  const continueWith = (change: Partial<ReadyVideo>): PlayerState => ({
    ...state,
    video: { ...video, tcplayer: undefined, ...change },
    options,
  })
  // Expired URLs are fetched as often as necessary, for example each time the device wakes up.
  if (now > expiresAt) return { ...shared, phase: 'fetching' }
  // Captions need CORS, which their host may not allow. The video plays without them.
  if (video.captions.length > 0) return continueWith({ captions: [] })
  if (sources.length > 0) return continueWith({ sources })
  // The URLs may have expired earlier than this clock shows, for example on a page from a cache. Fetch them once.
  if (expiresAt < Infinity && !hasRefetched)
    return { ...shared, phase: 'fetching', hasRefetched: true }
  return { ...shared, phase: 'ended', notice: 'unplayable' }
}
