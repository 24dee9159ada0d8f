import type { UploadId } from '@reelferry/contract'
import type { RequestContext } from '../context.ts'
import { getRecord } from './store.ts'
import { mergeRecords, type Slot, type UploadRecord } from './upload-record.ts'
import { getCachedRecord } from './vod-cache.ts'

/** {@link getRecord} merged with this location's cache: KV may answer an older state. */
export async function latestRecord(
  { kv }: RequestContext,
  uploadId: UploadId,
  slots?: readonly Slot[],
): Promise<UploadRecord | undefined> {
  const stored = await getRecord(kv, uploadId, slots)
  return stored && withCached(uploadId, stored)
}

/** A record from KV merged with this location's cache. */
export async function withCached(uploadId: UploadId, stored: UploadRecord): Promise<UploadRecord> {
  const cached = await getCachedRecord(`upload/${uploadId}`)
  return cached ? mergeRecords(stored, cached) : stored
}
