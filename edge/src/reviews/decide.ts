import type { UploadId } from '@reelferry/contract'
import type { Decide, Decided } from '@reelferry/contract/operator'
import type { RequestContext } from '../context.ts'
import { log } from '../lib/log.ts'
import { deliver, isStopped } from '../uploads/delivery.ts'
import { putPastDecision, putQueueEntry, removeFromQueue } from '../uploads/review-store.ts'
import { moderationOf, statusOf, verdictOf } from '../uploads/status.ts'
import { addPending, type PendingDelivery, putPendingDelivery } from '../uploads/pending-store.ts'
import { settleUpload } from '../uploads/replace-file.ts'
import { putSlot } from '../uploads/store.ts'
import { latestRecord } from '../uploads/latest-record.ts'
import type { UploadEntry, UploadRecord } from '../uploads/upload-record.ts'
import { catchVodFailure } from '../vod/vod-api-error.ts'
import { cacheSync } from '../uploads/vod-cache.ts'

/** A decision with the account of the operator, if the operator is also signed in as a creator. */
type Order = Omit<Decide, 'uploadIds'> & { account: string | undefined }

/**
 * Decides about up to 20 videos, and stops or resumes their delivery with one call for each operation. Repeating a
 * decision changes nothing except that a pending delivery is tried again.
 * @returns the videos that exist
 */
export async function decide(
  context: RequestContext,
  { uploadIds, ...order }: Decide & Pick<Order, 'account'>,
): Promise<Decided> {
  const decided = await Promise.all(
    [...new Set(uploadIds)].map((uploadId) => decideOne(context, uploadId, order)),
  )
  const found = decided.filter((each) => each !== undefined)
  const deliveries = found.flatMap(({ delivery }) => delivery ?? [])
  const isDelivered = await deliver(context, deliveries)
  // A replacement that is approved plays.
  await Promise.all(
    found.map(({ uploadId, record }) =>
      catchVodFailure(
        () => settleUpload(context, { uploadId, record }),
        ({ code }) => void log('vod-unavailable', { uploadId, code }),
      ),
    ),
  )
  return {
    results: found.map(({ uploadId, record, delivery }) => ({
      uploadId,
      status: statusOf(record, context.now()),
      delivery: delivery && !isDelivered ? 'pending' : 'done',
    })),
  }
}

async function decideOne(
  context: RequestContext,
  uploadId: UploadId,
  order: Order,
): Promise<(UploadEntry & { delivery: PendingDelivery | undefined }) | undefined> {
  const before = await latestRecord(context, uploadId)
  if (!before?.uploaded || before.deleted) return undefined
  const { fileId } = before.uploaded
  const after = withDecision(before, order, context.now())
  const isNew = after.decision?.at !== before.decision?.at
  const delivery = deliveryOf({ uploadId, fileId }, before, after, context.now())
  if (isNew) await writeDecision(context, { uploadId, record: after }, delivery)
  return { uploadId, record: after, delivery }
}

/** The record with the decision, or the same record if this decision was made already. */
function withDecision(record: UploadRecord, order: Order, now: number): UploadRecord {
  const { decision: kind, reason, by, account } = order
  const earlier = record.decision
  if (earlier?.decision === kind && earlier.reason === reason && earlier.by === by) return record
  const verdict = verdictOf(record)
  const decision = {
    decision: kind,
    reason,
    by,
    // The later one of two decisions counts, also if the clocks of two locations differ.
    at: Math.max(now, (earlier?.at ?? 0) + 1),
    ...(account && { account }),
    ...(verdict && { verdict }),
  }
  return { ...record, decision }
}

/** The call to VOD that a decision needs. A block always stops the delivery, because VOD may not have done so before. */
function deliveryOf(
  file: Pick<PendingDelivery, 'uploadId' | 'fileId'>,
  before: UploadRecord,
  after: UploadRecord,
  at: number,
): PendingDelivery | undefined {
  if (isStopped(after)) return { ...file, operation: 'forbid', at }
  const wasStopped =
    isStopped(before) || before.uploaded?.media?.forbidden || before.decision?.decision === 'block'
  return wasStopped ? { ...file, operation: 'recover', at } : undefined
}

/**
 * The pending delivery is written before the decision: a decision that is stored is also carried out, even if the Worker
 * stops in between.
 */
async function writeDecision(
  { kv }: RequestContext,
  { uploadId, record }: UploadEntry,
  delivery: PendingDelivery | undefined,
): Promise<void> {
  const { decision, opened } = record
  if (!decision) return
  if (delivery) await putPendingDelivery(kv, delivery)
  if (opened.replaces) await addPending(kv, uploadId)
  await putPastDecision(kv, uploadId, decision)
  await putSlot(kv, uploadId, 'decision', decision)
  await cacheSync(`upload/${uploadId}`, record)
  const queued = { uploadId, openedAt: opened.openedAt }
  await removeFromQueue(kv, queued)
  if (moderationOf(record) === 'review')
    await putQueueEntry(kv, queued, { kind: 'verdict', at: decision.at })
  log('video-decided', { uploadId, decision: decision.decision })
}
