/** The page's client for automatic quality. */
import { request } from './media-client.ts'
import type { BitratePlan, MissedPlan } from './model/auto-bitrate.ts'
import type { MediaInfo } from './model/media-info.ts'
import { qualityTargetOf } from './model/quality.ts'
import type { Trim } from './model/trim.ts'

/** The last plan of each file and range. */
const plans = new WeakMap<Blob, Map<string, Promise<BitratePlan>>>()

/**
 * Finds the lowest bitrate with which the result looks like the file, once for each range.
 * @param trim absent if the whole video is kept
 * @param missed a result that looks worse than planned: plans again
 * @throws {CompressionError}
 */
export function planAutoQuality(
  file: Blob,
  media: MediaInfo,
  trim: Trim | undefined,
  missed?: MissedPlan,
): Promise<BitratePlan> {
  const known = plans.get(file) ?? new Map<string, Promise<BitratePlan>>()
  plans.set(file, known)
  const range = { start: trim?.start ?? 0, end: trim?.end ?? media.duration }
  const key = `${range.start}-${range.end}`
  const earlier = missed ? undefined : known.get(key)
  if (earlier) return earlier
  const planned = plan(file, media, range, missed)
  known.set(key, planned)
  // A later try may succeed.
  planned.catch(() => known.delete(key))
  return planned
}

async function plan(
  file: Blob,
  media: MediaInfo,
  range: { start: number; end: number },
  missed: MissedPlan | undefined,
): Promise<BitratePlan> {
  const target = qualityTargetOf(media, { quality: 'Auto' })
  if (!target) throw new Error('There is no video track.')
  const message = { type: 'plan-bitrate' as const, file, target, range, ...(missed && { missed }) }
  return (await request(message, 'bitrate-planned')).plan
}
