import * as v from 'valibot'
import type { RequestContext } from '../context.ts'
import { getCached, putCached } from '../lib/location-cache.ts'
import { dayMs, dayStart } from './days.ts'

/** VOD completes the data of a day at noon of the next day (product/266/53312). Until then they may change. */
const currentSeconds = 3600
const pastSeconds = 7 * 24 * 3600
const completeAfterMs = 1.5 * dayMs

/**
 * An answer of VOD from this location's cache, which costs no KV operation, or from VOD.
 * @param lastDay last day that the answer is about: data of a past day do not change
 * @throws VodApiError
 */
export async function cached<const S extends v.GenericSchema>(
  { now }: RequestContext,
  { name, lastDay, schema }: { name: string; lastDay: number; schema: S },
  fetchAnswer: () => Promise<v.InferOutput<S>>,
): Promise<v.InferOutput<S>> {
  const key = `statistics/${name}`
  const known = v.safeParse(schema, await getCached(key))
  if (known.success) return known.output
  const answer = await fetchAnswer()
  const isComplete = dayStart(now()) - lastDay >= completeAfterMs
  await putCached(key, answer, isComplete ? pastSeconds : currentSeconds)
  return answer
}
