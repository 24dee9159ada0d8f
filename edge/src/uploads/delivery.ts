import { maxDecidedVideos } from '@reelferry/contract/operator'
import type { RequestContext } from '../context.ts'
import { log } from '../lib/log.ts'
import { catchVodFailure } from '../vod/vod-api-error.ts'
import { moderationOf } from './status.ts'
import { type PendingDelivery, removePendingDelivery } from './pending-store.ts'
import { consistentAfterMs, getRecord } from './store.ts'

/** Whether the video must not be delivered because of a verdict or a decision. */
export const isStopped = (record: Parameters<typeof moderationOf>[0]): boolean =>
  moderationOf(record) === 'block'

/**
 * Stops or resumes deliveries at VOD, with one call for each 20 files, and removes them from the pending ones. If VOD
 * fails, they stay pending, and {@link sweepDeliveries} tries again.
 * @returns whether VOD accepted all of them
 */
export async function deliver(
  { kv, vod }: RequestContext,
  deliveries: PendingDelivery[],
): Promise<boolean> {
  let isDone = true
  for (const operation of ['forbid', 'recover'] as const) {
    const wanted = deliveries.filter((delivery) => delivery.operation === operation)
    for (let start = 0; start < wanted.length; start += maxDecidedVideos) {
      const batch = wanted.slice(start, start + maxDecidedVideos)
      await catchVodFailure(
        async () => {
          await vod.setDistribution(
            batch.map(({ fileId }) => fileId),
            operation,
          )
          await Promise.all(batch.map(({ uploadId }) => removePendingDelivery(kv, uploadId)))
          log('delivery-changed', { operation, files: batch.length })
        },
        ({ code }) => {
          isDone = false
          log('delivery-pending', { operation, files: batch.length, code })
        },
      )
    }
  }
  return isDone
}

/** Reading the records of one run costs at most this many times the keys of a record. */
const maxDeliveries = 2 * maxDecidedVideos

/**
 * Repeats deliveries that VOD did not accept. The record decides what VOD has to do: a later decision may have changed
 * it. Deliveries of the last minute are left to the request that started them, because KV may not show its writes yet.
 */
export async function sweepDeliveries(
  context: RequestContext,
  pending: PendingDelivery[],
): Promise<void> {
  const { kv, now } = context
  const due = pending.filter(({ at }) => now() - at > consistentAfterMs).slice(0, maxDeliveries)
  const deliveries = await Promise.all(
    due.map(async (delivery) => {
      const record = await getRecord(kv, delivery.uploadId)
      if (!record || record.deleted) {
        await removePendingDelivery(kv, delivery.uploadId)
        return []
      }
      const operation = isStopped(record) ? ('forbid' as const) : ('recover' as const)
      return [{ ...delivery, operation }]
    }),
  )
  await deliver(context, deliveries.flat())
}
