import * as v from 'valibot'
import { Facts } from './upload-record.ts'

/** How long this location remembers, in seconds: the least time between two questions to VOD. */
const seconds = 10

const key = (subject: Subject) => `https://recent.invalid/${subject}`

/** What an answer of VOD was about: an upload, or a file that no upload of ours is known for. */
export type Subject = `upload/${string}` | `file/${string}`

/** `asked`: VOD was asked, and has not answered yet or could not. `nothing`: it knows of nothing. */
const Recent = v.union([v.picklist(['asked', 'nothing']), Facts])
type Recent = v.InferOutput<typeof Recent>

/**
 * What came of asking VOD about `subject` in the last ten seconds; `undefined` if it was not asked. Kept by the Cache
 * API of each location, so it costs no KV operation and is seen at once, which KV's own writes are not.
 */
export async function recall(subject: Subject): Promise<Recent | undefined> {
  const response = await caches.default.match(key(subject))
  const recent = v.safeParse(Recent, response && (await response.json()))
  // Another version of the Worker may have left something else there.
  return recent.success ? recent.output : undefined
}

/** {@link recall}, where only what was learned matters. */
export async function recallFacts(subject: Subject): Promise<Facts | undefined> {
  const recent = await recall(subject)
  return typeof recent === 'object' ? recent : undefined
}

/** Remembers for ten seconds that VOD was asked, and what was learned. */
export async function remember(subject: Subject, recent: Recent): Promise<void> {
  const headers = { 'cache-control': `max-age=${seconds}` }
  await caches.default.put(key(subject), Response.json(recent, { headers }))
}
