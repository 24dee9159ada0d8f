import { UploadProgress, type UploadId } from '@reelferry/contract'
import * as v from 'valibot'
import type { RequestContext } from '../context.ts'
import { getCached, putCached } from '../lib/location-cache.ts'

/** Seconds that a progress is shown: a sender reports it every 30 seconds, so it has stopped or lost its network. */
const ttlSeconds = 90

const progressKey = (uploadId: UploadId) => `progress/${uploadId}`

const StoredProgress = v.object({ progress: UploadProgress, at: v.number() })

/** Stores the progress of an upload in this location, without an operation of KV. */
export const putProgress = (
  { now }: Pick<RequestContext, 'now'>,
  uploadId: UploadId,
  progress: UploadProgress,
): Promise<void> => putCached(progressKey(uploadId), { progress, at: now() }, ttlSeconds)

/** The last progress of an upload, if its sender is in this location. The time left is that of now. */
export async function getProgress(
  { now }: Pick<RequestContext, 'now'>,
  uploadId: UploadId,
): Promise<UploadProgress | undefined> {
  const stored = v.safeParse(StoredProgress, await getCached(progressKey(uploadId)))
  if (!stored.success) return undefined
  const { progress, at } = stored.output
  if (progress.secondsLeft === undefined) return progress
  const elapsed = Math.round((now() - at) / 1000)
  return { ...progress, secondsLeft: Math.max(0, progress.secondsLeft - elapsed) }
}
