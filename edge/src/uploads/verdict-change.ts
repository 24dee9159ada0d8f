import type { FileId, UploadId } from '@reelferry/contract'
import type { RequestContext } from '../context.ts'
import { isStopped } from './delivery.ts'
import { putPastDecision, putQueueEntry } from './review-store.ts'
import { moderationOf } from './status.ts'
import { type PendingDelivery, putPendingDelivery } from './pending-store.ts'
import type { UploadRecord } from './upload-record.ts'

/** A record before and after a change of VOD's verdict. */
export interface VerdictChange {
  uploadId: UploadId
  fileId: FileId
  before: UploadRecord
  after: UploadRecord
}

/**
 * Writes what follows from a verdict: a video that a person has to review enters the queue, and a delivery that VOD has
 * to stop or resume becomes pending. Call it before the slot is written: if the Worker stops in between, the event or the
 * poll is repeated and finds the same change again.
 * @returns the deliveries to pass to `deliver` after the slot is written
 */
export async function prepareVerdictChange(
  { kv, now }: RequestContext,
  { uploadId, fileId, before, after }: VerdictChange,
): Promise<PendingDelivery[]> {
  const at = now()
  const { openedAt } = after.opened
  if (moderationOf(after) === 'review' && moderationOf(before) !== 'review')
    await putQueueEntry(kv, { uploadId, openedAt }, { kind: 'verdict', at })
  if (isStopped(after) === isStopped(before)) return []
  const operation = isStopped(after) ? 'forbid' : 'recover'
  if (operation === 'forbid')
    await putPastDecision(kv, uploadId, { decision: 'block', reason: '', by: '', at })
  const delivery = { uploadId, fileId, operation, at } as const
  await putPendingDelivery(kv, delivery)
  return [delivery]
}
