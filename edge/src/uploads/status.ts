import {
  Moderation,
  pollIntervalSeconds,
  type UploadProblem,
  type UploadStatus,
} from '@reelferry/contract'
import type { UploadRecord } from './upload-record.ts'

/** VOD keeps an upload session for one day. One more day later, no file of the upload can appear. */
const abandonedAfterMs = 2 * 24 * 3600 * 1000

/** Whether no file can be sent for an upload any more. `now` in unix ms. */
export const isAbandoned = ({ openedAt }: UploadRecord['opened'], now: number): boolean =>
  now - openedAt > abandonedAfterMs

/** The hardest of several verdicts: if two reviews differ, the harder one counts. */
export function hardest(verdicts: (Moderation | undefined)[]): Moderation | undefined {
  // The options are ordered from mildest to hardest.
  return Moderation.options.findLast((verdict) => verdicts.includes(verdict))
}

/** VOD's verdict: the hardest of all finished reviews, of review events, of VOD's API and of the task flow. */
export function verdictOf({ review, uploaded, procedure }: UploadRecord): Moderation | undefined {
  return hardest([review?.moderation, uploaded?.media?.moderation, procedure?.moderation])
}

/**
 * The verdict that counts. An operator's block always counts. An operator's approval counts unless VOD's verdict is
 * harder than the one that the operator knew: such a verdict waits for a decision again.
 */
export function moderationOf(record: UploadRecord): Moderation | undefined {
  const verdict = verdictOf(record)
  const { decision } = record
  if (decision?.decision === 'block') return 'block'
  if (decision?.decision !== 'approve') return verdict
  const isCovered =
    hardest(['pass', decision.verdict]) === hardest(['pass', decision.verdict, verdict])
  return isCovered ? 'pass' : verdict
}

/** VOD needs 5 to 10 minutes to resume the delivery of a medium (product/266/40636). */
const releaseMs = 10 * 60 * 1000

/**
 * Whether VOD does not deliver the video. An observation from before a decision that releases the video, or from the
 * time that VOD needs for it, does not count.
 */
function isForbidden({ uploaded, decision }: UploadRecord): boolean {
  const forbidden = uploaded?.media?.forbidden
  if (!uploaded || !forbidden) return false
  if (forbidden === 'system') return true
  const isReleased = decision !== undefined && decision.decision !== 'block'
  return !isReleased || uploaded.at > decision.at + releaseMs
}

/**
 * The status of an upload, derived from its record. It depends on the filled slots and not on the order in which they
 * were filled, so events may arrive late, twice or in any order. `now` in unix ms.
 */
export function statusOf(record: UploadRecord, now: number): UploadStatus {
  const { opened, uploaded, procedure, deleted } = record
  if (deleted) return 'deleted'
  const moderation = moderationOf(record)
  if (moderation === 'block' || isForbidden(record)) return 'rejected'
  if (!uploaded && !procedure) return isAbandoned(opened, now) ? 'expired' : 'open'
  if (procedure?.state === 'failed') return 'failed'
  // `media` comes from VOD's API. Without it, the file is only a claim.
  if (!uploaded?.media) return procedure ? 'processing' : 'uploaded'
  const awaitsProcedure = opened.procedure || uploaded.taskId !== undefined
  if (awaitsProcedure && !procedure) return 'uploaded'
  if (procedure && !isPlayable(procedure)) return 'processing'
  return moderation === 'review' ? 'processing' : 'ready'
}

/** The first rendition is enough, but only after the reviews of the task flow. */
function isPlayable(procedure: NonNullable<UploadRecord['procedure']>): boolean {
  if (procedure.state === 'succeeded') return true
  return procedure.renditions.length > 0 && !procedure.reviewing
}

/** Whether a status needs no poll. A video may still be rejected or deleted later. */
export function isFinal(
  status: UploadStatus,
): status is Exclude<UploadStatus, keyof typeof pollIntervalSeconds> {
  return !Object.hasOwn(pollIntervalSeconds, status)
}

/** The problem of an upload with this status, or `undefined`. */
export function problemOf(status: UploadStatus, record: UploadRecord): UploadProblem | undefined {
  if (status === 'ready' && record.procedure?.partial) return 'rendition-failed'
  if (status === 'rejected') return 'moderation-blocked'
  if (status === 'failed') return 'processing-failed'
  if (status === 'expired') return 'upload-abandoned'
  return undefined
}
