import * as v from 'valibot'
import type { RequestContext } from '../context.ts'
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
  const url = `https://statistics.invalid/${name}`
  const response = await caches.default.match(url)
  const known = v.safeParse(schema, response && (await response.json()))
  if (known.success) return known.output
  const answer = await fetchAnswer()
  const isComplete = dayStart(now()) - lastDay >= completeAfterMs
  const headers = { 'cache-control': `max-age=${isComplete ? pastSeconds : currentSeconds}` }
  await caches.default.put(url, Response.json(answer, { headers }))
  return answer
}
