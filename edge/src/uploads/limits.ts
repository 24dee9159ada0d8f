import type { Creator } from '../creators/creator.ts'
import { ProblemError } from '../http/problem-error.ts'
import { countUnsent, listOpened } from './store.ts'

const dayMs = 24 * 3600 * 1000

/** More than this many open uploads of one creator are not looked through: KV reads 100 keys at once. */
const mostLookedThrough = 100

/**
 * Refuses to open one upload more than the creator may: in 24 hours, and at the same time. KV lists lag, so a burst may pass by some; the limits keep bills in bounds, not seconds.
 * @throws ProblemError `daily-limit` or `too-many-uploads`
 */
export async function checkLimits(
  kv: KVNamespace,
  { creatorId, limits }: Creator,
  now: number,
): Promise<void> {
  const { uploadsPerDay: perDay, concurrentUploads: concurrent } = limits
  if (!perDay && !concurrent) return
  const most = Math.max(perDay, mostLookedThrough)
  const { uploads } = await listOpened(kv, creatorId, most)
  const recent = uploads.filter(({ openedAt }) => now - openedAt < dayMs)
  if (perDay && recent.length >= perDay) throw new ProblemError('daily-limit')
  const newest = recent.slice(0, mostLookedThrough).map(({ uploadId }) => uploadId)
  if (concurrent && (await countUnsent(kv, newest)) >= concurrent)
    throw new ProblemError('too-many-uploads')
}
