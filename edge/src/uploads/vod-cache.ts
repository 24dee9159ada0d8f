import { syncIntervalSeconds, UploadId } from '@reelferry/contract'
import * as v from 'valibot'
import { UploadRecord } from './upload-record.ts'

const cacheUrl = (key: CacheKey) => `https://recent.invalid/${key}`

/** An upload, or a file whose upload is unknown. */
export type CacheKey = `upload/${string}` | `file/${string}`

/**
 * `pending`: VOD has not answered yet, or has failed. `not-found`: VOD has no such file of this studio. An
 * upload id: the file is of this upload.
 */
const CachedSync = v.union([v.picklist(['pending', 'not-found']), UploadId, UploadRecord])
type CachedSync = v.InferOutput<typeof CachedSync>

/**
 * The result of a sync within the last ten seconds, or `undefined`. The Cache API of each location holds it: it needs
 * no KV operation and, unlike a write to KV, is readable at once.
 */
export async function getCachedSync(key: CacheKey): Promise<CachedSync | undefined> {
  const response = await caches.default.match(cacheUrl(key))
  const cached = v.safeParse(CachedSync, response && (await response.json()))
  // Another version of the Worker may have written another shape.
  return cached.success ? cached.output : undefined
}

/** The record of a {@link getCachedSync}. */
export async function getCachedRecord(key: CacheKey): Promise<UploadRecord | undefined> {
  const cached = await getCachedSync(key)
  return typeof cached === 'object' ? cached : undefined
}

/** Caches for ten seconds that a sync is running, or its result. */
export async function cacheSync(key: CacheKey, result: CachedSync): Promise<void> {
  const headers = { 'cache-control': `max-age=${syncIntervalSeconds}` }
  await caches.default.put(cacheUrl(key), Response.json(result, { headers }))
}
