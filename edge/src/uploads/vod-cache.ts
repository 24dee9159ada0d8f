import { syncIntervalSeconds, UploadId } from '@reelferry/contract'
import * as v from 'valibot'
import { dropCached, getCached, putCached } from '../lib/location-cache.ts'
import { UploadRecord } from './upload-record.ts'

/** An upload, or a file whose upload is unknown. */
export type CacheKey = `upload/${string}` | `file/${string}`

/**
 * `pending`: VOD has not answered yet, or has failed. `not-found`: VOD has no such file of this studio. An
 * upload id: the file is of this upload.
 */
const CachedSync = v.union([v.picklist(['pending', 'not-found']), UploadId, UploadRecord])
type CachedSync = v.InferOutput<typeof CachedSync>

/** The result of a sync within the last ten seconds in this location, or `undefined`. */
export async function getCachedSync(key: CacheKey): Promise<CachedSync | undefined> {
  const cached = v.safeParse(CachedSync, await getCached(key))
  return cached.success ? cached.output : undefined
}

/** The record of a {@link getCachedSync}. */
export async function getCachedRecord(key: CacheKey): Promise<UploadRecord | undefined> {
  const cached = await getCachedSync(key)
  return typeof cached === 'object' ? cached : undefined
}

/** Caches for ten seconds that a sync is running, or its result. */
export const cacheSync = (key: CacheKey, result: CachedSync): Promise<void> =>
  putCached(key, result, syncIntervalSeconds)

/** Forgets a result, so that the next caller may ask VOD. */
export const dropSync = (key: CacheKey): Promise<void> => dropCached(key)
