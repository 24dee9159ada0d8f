import type { UploadReview } from '@reelferry/contract'
import type { RequestContext } from '../context.ts'
import type { Creator } from '../creators/creator.ts'
import { ProblemError } from '../http/problem-error.ts'
import { log } from '../lib/log.ts'
import { requireOwnUpload } from '../uploads/find-own-upload.ts'
import { getReply, putQueueEntry, putReply } from '../uploads/review-store.ts'
import { statusOf } from '../uploads/status.ts'
import { withCached } from '../uploads/latest-record.ts'
import { loadVideo } from '../uploads/load-video.ts'
import type { UploadEntry } from '../uploads/upload-record.ts'

/** The upload whose file plays, or is blocked. */
async function findOwn(
  context: RequestContext,
  id: string,
  creator: Creator,
): Promise<UploadEntry> {
  const { uploadId, record } = await requireOwnUpload(context.kv, id, creator)
  const video = { uploadId, record: await withCached(uploadId, record) }
  return (await loadVideo(context, video)).file
}

/** The time of the decision that a reply answers. A block by VOD has none. */
const decidedAtOf = ({ record }: UploadEntry) => record.decision?.at ?? 0

async function reviewOf(context: RequestContext, entry: UploadEntry): Promise<UploadReview> {
  const { record, uploadId } = entry
  const isBlocked = statusOf(record, context.now()) === 'rejected'
  const last = isBlocked ? await getReply(context.kv, uploadId) : undefined
  const reply = last?.decidedAt === decidedAtOf(entry) ? last : undefined
  const { decision } = record
  return {
    ...(decision && {
      decision: { decision: decision.decision, reason: decision.reason, at: decision.at },
    }),
    ...(reply && { reply: { text: reply.text, at: reply.at } }),
    mayReply: isBlocked && !reply && record.uploaded?.media?.forbidden !== 'system',
  }
}

/**
 * The review of the creator's own video.
 * @throws ProblemError `upload-not-found`
 */
export const showReview = async (
  context: RequestContext,
  id: string,
  creator: Creator,
): Promise<UploadReview> => reviewOf(context, await findOwn(context, id, creator))

/**
 * Stores the creator's reply to a block, and puts the video into the operator's queue.
 * @throws ProblemError `upload-not-found`, or `reply-closed` if the video is not blocked or has a reply
 */
export async function sendReply(
  context: RequestContext,
  id: string,
  { creator, text }: { creator: Creator; text: string },
): Promise<UploadReview> {
  const { kv, now } = context
  const entry = await findOwn(context, id, creator)
  const review = await reviewOf(context, entry)
  if (!review.mayReply) throw new ProblemError('reply-closed')
  const { uploadId, record } = entry
  const at = now()
  await putReply(kv, uploadId, { text, at, decidedAt: decidedAtOf(entry) })
  const { openedAt } = record.opened
  await putQueueEntry(kv, { uploadId, openedAt }, { kind: 'reply', at })
  log('reply-received', { uploadId })
  return { ...review, reply: { text, at }, mayReply: false }
}
