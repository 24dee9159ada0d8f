import type { RequestContext } from '../context.ts'
import type { Creator } from '../creators/creator.ts'
import { ProblemError } from '../http/problem-error.ts'
import { countUnfinished, listOpened } from './store.ts'

const dayMs = 24 * 3600 * 1000

/** Number of open uploads of one creator that are checked: KV reads at most 100 keys at once. */
const maxChecked = 100

/**
 * Checks that the creator may open one more upload: the limit of 24 hours, and the limit of concurrent uploads. KV
 * lists are delayed, so a burst may exceed the limits by some uploads; they bound costs, not requests per second.
 * @throws ProblemError `daily-limit` or `too-many-uploads`
 */
export async function checkLimits(
  { kv, now }: RequestContext,
  { creatorId, limits }: Creator,
): Promise<void> {
  const { uploadsPerDay, concurrentUploads } = limits
  if (!uploadsPerDay && !concurrentUploads) return
  const { uploads } = await listOpened(kv, creatorId, Math.max(uploadsPerDay, maxChecked))
  const ofToday = uploads.filter(({ openedAt }) => now() - openedAt < dayMs)
  if (uploadsPerDay && ofToday.length >= uploadsPerDay) throw new ProblemError('daily-limit')
  const newest = ofToday.slice(0, maxChecked).map(({ uploadId }) => uploadId)
  if (concurrentUploads && (await countUnfinished(kv, newest)) >= concurrentUploads)
    throw new ProblemError('too-many-uploads')
}
