import { isFileId, isUploadId, type FileId, type UploadId, type Video } from '@reelferry/contract'
import type { Context } from 'hono'
import type { App, RequestContext } from '../context.ts'
import { ProblemError } from '../http/problem-error.ts'
import { visibilityOf } from '../uploads/playback.ts'
import { getRecord, getUploadOfFile } from '../uploads/store.ts'
import { fetchChanges, latestRecord, syncIfLate, writeChanges } from '../uploads/sync.ts'
import type { UploadEntry } from '../uploads/upload-record.ts'
import { cacheSync, getCachedSync } from '../uploads/vod-cache.ts'
import { privateAccess, withLink } from './private-access.ts'
import { serializeVideo } from './serialize-video.ts'
import { signPlayback } from './sign-playback.ts'

/**
 * A video as the client may see it, with signed media URLs if keys are configured. `undefined` if there is no video.
 * @param id the upload id or the file id of the video
 * @throws VodApiError or ProblemError `vod-unavailable`, if only VOD knows the file and VOD fails
 */
export async function showVideo(c: Context<App>, id: string): Promise<Video | undefined> {
  const { context } = c.var
  const entry = await findVideo(context, id)
  if (!entry) return undefined
  const isPrivate = visibilityOf(entry.record, context.now()) === 'private'
  const access = isPrivate ? await privateAccess(c, entry.uploadId) : undefined
  if (access?.by === 'nothing')
    return { status: access.reason, ...(isFileId(id) && { fileId: id }) }
  const video = serializeVideo(entry, context.now())
  if (video.status !== 'ready') return video
  if (access?.by !== 'link') return signPlayback(context, video)
  return signPlayback(context, withLink(video, access.link), access.link.expiresAt)
}

/**
 * The upload whose video has this file. The file may be unknown to every event so far.
 * @throws as {@link showVideo}
 */
export const uploadOfVideo = async (
  context: RequestContext,
  fileId: FileId,
): Promise<UploadId | undefined> =>
  (await getUploadOfFile(context.kv, fileId)) ?? (await findUnknownFile(context, fileId))?.uploadId

async function findVideo(context: RequestContext, id: string): Promise<UploadEntry | undefined> {
  if (isFileId(id)) return findFile(context, id)
  if (!isUploadId(id)) return undefined
  const record = await getRecord(context.kv, id)
  if (!record) return undefined
  const entry = { uploadId: id, record, fileId: record.uploaded?.fileId }
  return { uploadId: id, record: await syncIfLate(context, entry) }
}

async function findFile(context: RequestContext, fileId: FileId): Promise<UploadEntry | undefined> {
  const { kv } = context
  const uploadId = await getUploadOfFile(kv, fileId)
  const record = uploadId && (await getRecord(kv, uploadId))
  const entry = record
    ? { uploadId, record: await syncIfLate(context, { uploadId, record, fileId }) }
    : await findUnknownFile(context, fileId)
  const { uploaded } = entry?.record ?? {}
  return uploaded && uploaded.fileId !== fileId ? undefined : entry
}

/** Looks up a file at VOD that no event has named yet: a viewer may be faster than VOD's webhook. */
async function findUnknownFile(
  context: RequestContext,
  fileId: FileId,
): Promise<UploadEntry | undefined> {
  const key = `file/${fileId}` as const
  const cached = await getCachedSync(key)
  if (cached === 'not-found') return undefined
  if (isUploadId(cached)) {
    const record = await latestRecord(context, cached)
    return record && { uploadId: cached, record }
  }
  // Another request waits for VOD, or VOD failed, so nobody knows yet whether the file exists.
  if (cached === 'pending') throw new ProblemError('vod-unavailable')
  await cacheSync(key, 'pending')
  const anonymous = { ...context, vod: context.anonymousVod }
  const result = await fetchChanges(anonymous, { fileId })
  await cacheSync(key, result?.uploadId ?? 'not-found')
  if (result) context.waitUntil(writeChanges(context, result, 'poll'))
  return result
}
