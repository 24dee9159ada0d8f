import type { Moderation, UploadProblem, UploadStatus } from '@reelferry/contract'
import type { Facts } from './upload-record.ts'

/** VOD keeps an upload session for one day; after another, nothing can come of it any more. */
const abandonedAfterMs = 2 * 24 * 3600 * 1000

/** Whether nothing more can be sent for an upload. `now` in unix ms. */
export const isAbandoned = ({ openedAt }: Facts['opened'], now: number): boolean =>
  now - openedAt > abandonedAfterMs

/** From mildest to hardest; where two reviews differ, the harder one counts. */
const severity: Moderation[] = ['pass', 'review', 'block']

/** The harder of several verdicts. */
export function hardest(verdicts: (Moderation | undefined)[]): Moderation | undefined {
  return severity.findLast((verdict) => verdicts.includes(verdict))
}

/** The verdict of all reviews that have spoken. */
export function moderationOf(facts: Facts): Moderation | undefined {
  return hardest([facts.review?.moderation, facts.procedure?.moderation])
}

/**
 * What an upload has become, from what is known of it. It depends on which slots are filled, not on
 * the order they were filled in, so events may come late, twice or in any order. `now` in unix ms.
 */
export function statusOf(facts: Facts, now: number): UploadStatus {
  const { opened, uploaded, procedure, deleted } = facts
  if (deleted) return 'deleted'
  const moderation = moderationOf(facts)
  if (moderation === 'block' || uploaded?.media?.forbidden) return 'rejected'
  if (!uploaded && !procedure) return isAbandoned(opened, now) ? 'expired' : 'open'
  if (procedure?.state === 'failed') return 'failed'
  // Only VOD's own API may say that there is something to play.
  if (!uploaded?.media) return procedure ? 'processing' : 'uploaded'
  const awaitsProcedure = opened.procedure || uploaded.taskId !== undefined
  if (awaitsProcedure && !procedure) return 'uploaded'
  if (procedure && !isPlayable(procedure)) return 'processing'
  return moderation === 'review' ? 'processing' : 'ready'
}

/** The first rendition is enough, but not before the flow's reviews have spoken. */
function isPlayable(procedure: NonNullable<Facts['procedure']>): boolean {
  if (procedure.state === 'succeeded') return true
  return procedure.renditions.length > 0 && !procedure.reviewing
}

/** Whether nothing VOD can still say is awaited. A video may yet be rejected or deleted later. */
export function isFinal(status: UploadStatus): boolean {
  return !['open', 'uploaded', 'processing'].includes(status)
}

/** What is wrong with an upload, if anything is. */
export function problemOf(status: UploadStatus, facts: Facts): UploadProblem | undefined {
  if (status === 'ready' && facts.procedure?.partial) return 'rendition-failed'
  if (status === 'rejected') return 'moderation-blocked'
  if (status === 'failed') return 'processing-failed'
  if (status === 'expired') return 'upload-abandoned'
  return undefined
}
