import type { FileId, UploadId, Video } from '@reelferry/contract'
import type { Context } from 'hono'
import type { App, RequestContext } from '../context.ts'
import { creatorOf, mayWatchPrivate } from '../creators/authenticate.ts'
import { ProblemError } from '../http/problem-error.ts'
import { visibilityOf } from '../uploads/playback.ts'
import { getRecord, getUploadOfFile } from '../uploads/store.ts'
import { fetchChanges, syncIfLate, writeChanges } from '../uploads/sync.ts'
import type { UploadRecord } from '../uploads/upload-record.ts'
import { cacheSync, getCachedSync } from '../uploads/vod-cache.ts'
import { serializeVideo } from './serialize-video.ts'
import { signPlayback } from './sign-playback.ts'

/**
 * A video as the client may see it, with signed media URLs if keys are configured. `undefined` if there is no video.
 * @throws VodApiError or ProblemError `vod-unavailable`, if only VOD knows the file and VOD fails
 */
export async function showVideo(c: Context<App>, fileId: FileId): Promise<Video | undefined> {
  const { context } = c.var
  const uploadId = await getUploadOfFile(context.kv, fileId)
  const record = await findRecord(context, fileId, uploadId)
  if (!record || (record.uploaded && record.uploaded.fileId !== fileId)) return undefined
  if (visibilityOf(record) === 'private' && !mayWatchPrivate(await creatorOf(c)))
    return { status: 'private', fileId }
  const video = serializeVideo({ fileId, uploadId }, record, context.now())
  return video.status === 'ready' ? signPlayback(context, video) : video
}

async function findRecord(
  context: RequestContext,
  fileId: FileId,
  uploadId: UploadId | undefined,
): Promise<UploadRecord | undefined> {
  const record = uploadId && (await getRecord(context.kv, uploadId))
  if (!record) return findUnknownFile(context, fileId)
  return syncIfLate(context, { uploadId, record, fileId })
}

/** Looks up a file at VOD that no event has named yet: a viewer may be faster than VOD's webhook. */
async function findUnknownFile(
  context: RequestContext,
  fileId: FileId,
): Promise<UploadRecord | undefined> {
  const key = `file/${fileId}` as const
  const cached = await getCachedSync(key)
  if (typeof cached === 'object') return cached
  if (cached === 'not-found') return undefined
  // Another request waits for VOD, or VOD failed, so nobody knows yet whether the file exists.
  if (cached === 'pending') throw new ProblemError('vod-unavailable')
  await cacheSync(key, 'pending')
  const anonymous = { ...context, vod: context.anonymousVod }
  const result = await fetchChanges(anonymous, { fileId })
  await cacheSync(key, result?.record ?? 'not-found')
  if (result) context.waitUntil(writeChanges(context, result, 'poll'))
  return result?.record
}
