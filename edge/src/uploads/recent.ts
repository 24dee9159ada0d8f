import * as v from 'valibot'
import { Facts } from './facts.ts'

/** How long this location remembers, in seconds: the least time between two questions to VOD. */
const seconds = 10

const key = (subject: Subject) => `https://recent.invalid/${subject}`

/** What an answer of VOD was about: an upload, or a file that no upload of ours is known for. */
export type Subject = `upload/${string}` | `file/${string}`

/**
 * What VOD answered about `subject` in the last ten seconds: `undefined` if it was not asked, `null`
 * if nothing came of it. Kept by the Cache API of each location, so it costs no KV operation and is
 * seen at once, which KV's own writes are not.
 */
export async function recall(subject: Subject): Promise<Facts | null | undefined> {
  const response = await caches.default.match(key(subject))
  return response && v.parse(v.nullable(Facts), await response.json())
}

/** Remembers for ten seconds that VOD was asked, and what was learned. */
export async function remember(subject: Subject, facts: Facts | null): Promise<void> {
  const headers = { 'cache-control': `max-age=${seconds}` }
  await caches.default.put(key(subject), Response.json(facts, { headers }))
}
