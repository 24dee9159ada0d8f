/**
 * The state of one VOD upload session. `transition` is pure: `vod-upload.ts` performs the step that belongs to a state,
 * and feeds the outcome back as an event.
 *
 *     applying → storing-cover → storing-video → committing → committed | failed
 *
 * From `checking`, `storing-cover` and `confirming` a session may restart: VOD opens a new one and everything is sent again.
 */
import type { FileId } from '@reelferry/contract'
import type { AppliedSession } from './sdk-client.ts'

/** Number of tries to store a cover before the video is published without it. */
export const maxCoverTries = 3

/**
 * `none`: this upload has no cover. `pending`: it has one that VOD does not have yet. `left-out`: VOD or COS refused
 * it, and the video is published without it.
 */
type CoverState = 'none' | 'pending' | 'stored' | 'left-out'

interface Common {
  /** VOD's key of the session; `''` until VOD has opened one. */
  sessionKey: string
  /** False if only the cover of a published video is replaced. */
  hasVideo: boolean
  cover: CoverState
  /** Failed tries to store the cover. */
  coverTries: number
  /** The maximum number of bytes that were stored or in flight in this session. */
  sentBytes: number
}

/**
 * An upload session in one of its states. In `applying`, the next call opens the session, or resumes it with new
 * credentials.
 */
export type UploadSession = Common &
  (
    | { state: 'applying' }
    /** VOD refuses to resume the session: it has committed it already, or forgotten it. */
    | { state: 'checking' }
    /** The cover is stored before the video: if it is refused, no byte of the video is sent twice. */
    | { state: 'storing-cover'; applied: AppliedSession }
    | { state: 'storing-video'; applied: AppliedSession }
    /** `hasCover`: the session at VOD has a cover. */
    | { state: 'committing'; hasCover: boolean }
    /** VOD refuses the commit: an earlier commit may have succeeded although its answer was lost. */
    | { state: 'confirming'; hasCover: boolean; refusal: unknown }
    | { state: 'committed'; fileId: FileId }
    | { state: 'failed'; error: unknown }
  )

export type SessionEvent =
  /** VOD opened or resumed the session; without the cover if it refused the same call with the cover. */
  | { type: 'applied'; applied: AppliedSession; coverRefusal?: { error: unknown } }
  /** VOD returned new credentials for the session while parts are sent. */
  | { type: 'renewed'; applied: AppliedSession }
  /** VOD refused to resume the session, even after retries. */
  | { type: 'session-refused' }
  /** VOD has not committed the session. */
  | { type: 'not-committed' }
  | { type: 'cover-stored' }
  /** COS refused the cover. `isTemporary`: it may accept the cover later. */
  | { type: 'cover-failed'; error: unknown; isTemporary: boolean }
  /** Bytes of the video that are stored or in flight. */
  | { type: 'progress'; sentBytes: number }
  | { type: 'video-stored' }
  /** An earlier page stored everything. */
  | { type: 'stored-earlier' }
  | { type: 'committed'; fileId: FileId }
  /** The edge knows no published file. `isExactSize`: VOD was given the exact size of the video when it opened the session. */
  | { type: 'not-published'; isExactSize: boolean }
  /** A step failed and is retried, or the creator paused the upload. */
  | { type: 'interrupted' }
  /** VOD refused the step, even after retries. */
  | { type: 'refused'; error: unknown }
  /** The step failed and must not be retried. */
  | { type: 'failed'; error: unknown }

/** Actions that the runner performs after a transition, in the order of the list. */
export type SessionEffect =
  | { type: 'report-session'; sessionKey: string }
  | { type: 'report-cover-stored' }
  | { type: 'report-cover-left-out'; error: unknown }
  | { type: 'report-all-stored' }
  | { type: 'report-restart' }
  /** The stored parts belong to an earlier session and must not be used. */
  | { type: 'discard-parts' }

/** The next state of a session, and the effects of the step. */
export interface Transition {
  session: UploadSession
  effects: SessionEffect[]
}

/** The state before the first call. `isCoverStored` has a meaning only for a session that is resumed. */
export const newSession = (
  start: Pick<Common, 'sessionKey' | 'hasVideo'> & { hasCover: boolean; isCoverStored: boolean },
): UploadSession => ({
  state: 'applying',
  sessionKey: start.sessionKey,
  hasVideo: start.hasVideo,
  cover: !start.hasCover
    ? 'none'
    : start.sessionKey !== '' && start.isCoverStored
      ? 'stored'
      : 'pending',
  coverTries: 0,
  sentBytes: 0,
})

/** Whether a session is committed or failed. No event changes it any more. */
export const hasEnded = ({ state }: UploadSession): boolean =>
  state === 'committed' || state === 'failed'

/** Applies an event. An event that does not belong to the state changes nothing. */
export function transition(session: UploadSession, event: SessionEvent): Transition {
  const common = commonOf(session)
  const { state } = session
  if (hasEnded(session)) return unchanged(session)
  switch (event.type) {
    case 'applied':
      return state === 'applying' ? opened(common, event) : unchanged(session)
    case 'renewed': {
      if (state !== 'storing-cover' && state !== 'storing-video') return unchanged(session)
      const { applied } = event
      const { sessionKey } = applied
      return {
        session: { ...common, state, sessionKey, applied },
        effects: [{ type: 'report-session', sessionKey }],
      }
    }
    case 'session-refused':
      return unchanged(state === 'applying' ? { ...common, state: 'checking' } : session)
    case 'not-committed':
      return state === 'checking' ? restarted(common) : unchanged(session)
    case 'cover-stored': {
      if (state !== 'storing-cover') return unchanged(session)
      const next = nextToStore({ ...common, cover: 'stored' }, session.applied)
      return { ...next, effects: [{ type: 'report-cover-stored' }, ...next.effects] }
    }
    case 'cover-failed': {
      if (state !== 'storing-cover' || !session.hasVideo) return unchanged(session)
      const coverTries = session.coverTries + 1
      if (event.isTemporary && coverTries < maxCoverTries)
        return unchanged({ ...session, coverTries })
      return withoutCover(common, event.error)
    }
    case 'progress':
      return unchanged({ ...session, sentBytes: Math.max(session.sentBytes, event.sentBytes) })
    case 'video-stored':
      return state === 'storing-video' ? allStored(common, session.applied) : unchanged(session)
    case 'stored-earlier':
      return unchanged({ ...common, state: 'committing', hasCover: false })
    case 'committed': {
      const isReported = state === 'committing' || state === 'confirming'
      return {
        session: { ...common, state: 'committed', fileId: event.fileId },
        effects: isReported ? [] : [{ type: 'report-all-stored' }],
      }
    }
    case 'not-published':
      return state === 'confirming' ? refused(session, event.isExactSize) : unchanged(session)
    case 'interrupted': {
      const isStoring = state === 'storing-cover' || state === 'storing-video'
      return unchanged(isStoring ? { ...common, state: 'applying' } : session)
    }
    case 'refused': {
      if (state !== 'committing')
        return unchanged({ ...common, state: 'failed', error: event.error })
      const { hasCover } = session
      return unchanged({ ...common, state: 'confirming', hasCover, refusal: event.error })
    }
    case 'failed':
      return unchanged({ ...common, state: 'failed', error: event.error })
  }
}

const commonOf = ({
  sessionKey,
  hasVideo,
  cover,
  coverTries,
  sentBytes,
}: UploadSession): Common => ({ sessionKey, hasVideo, cover, coverTries, sentBytes })

const unchanged = (session: UploadSession): Transition => ({ session, effects: [] })

function opened(
  common: Common,
  { applied, coverRefusal }: SessionEvent & { type: 'applied' },
): Transition {
  const { sessionKey } = applied
  const cover = coverRefusal ? 'left-out' : common.cover
  const next = nextToStore({ ...common, sessionKey, cover }, applied)
  return {
    ...next,
    effects: [...leftOut(coverRefusal), { type: 'report-session', sessionKey }, ...next.effects],
  }
}

/** A cover that was chosen after the session was opened is not part of it: VOD returns no location for it. */
function nextToStore(common: Common, applied: AppliedSession): Transition {
  if (common.cover === 'pending' && applied.coverLocation)
    return unchanged({ ...common, state: 'storing-cover', applied })
  if (common.hasVideo) return unchanged({ ...common, state: 'storing-video', applied })
  return allStored(common, applied)
}

const allStored = (common: Common, { coverLocation }: AppliedSession): Transition => ({
  session: { ...common, state: 'committing', hasCover: coverLocation !== undefined },
  effects: [{ type: 'report-all-stored' }],
})

function restarted(common: Common): Transition {
  const cover = common.cover === 'stored' ? 'pending' : common.cover
  return {
    session: { ...common, state: 'applying', sessionKey: '', cover, sentBytes: 0 },
    effects: [
      ...(common.sentBytes > 0 ? [{ type: 'report-restart' } as const] : []),
      { type: 'discard-parts' },
    ],
  }
}

/** Opens another session, without the cover. */
function withoutCover(common: Common, error: unknown): Transition {
  const hasCover = common.cover !== 'none'
  const next = restarted({ ...common, cover: hasCover ? 'left-out' : 'none' })
  return { ...next, effects: [...leftOut(hasCover ? { error } : undefined), ...next.effects] }
}

const leftOut = (refusal: { error: unknown } | undefined): SessionEffect[] =>
  refusal ? [{ type: 'report-cover-left-out', error: refusal.error }] : []

/**
 * VOD gives no reason when it refuses a commit. If the session has a cover, the cover may be the reason. If the size
 * of the video was unknown when the session was opened, the size may be the reason; then the caller sends the
 * finished file in another session.
 */
function refused(
  session: UploadSession & { state: 'confirming' },
  isExactSize: boolean,
): Transition {
  const common = commonOf(session)
  if (!session.hasVideo || !session.hasCover || !isExactSize)
    return unchanged({ ...common, state: 'failed', error: session.refusal })
  const { session: next, effects } = withoutCover({ ...common, sentBytes: 0 }, session.refusal)
  // The whole video had been stored, so the restart is always reported, also if no progress was.
  return { session: next, effects: [{ type: 'report-restart' }, ...effects] }
}
