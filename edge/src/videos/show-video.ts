import { isFileId, isUploadId, type FileId, type UploadId, type Video } from '@reelferry/contract'
import type { Context } from 'hono'
import type { App, RequestContext } from '../context.ts'
import { ProblemError } from '../http/problem-error.ts'
import { loadVideo, type VideoEntry } from '../uploads/load-video.ts'
import { visibilityOf } from '../uploads/playback.ts'
import { getRecord, getUploadOfFile } from '../uploads/store.ts'
import { latestRecord } from '../uploads/latest-record.ts'
import { fetchChanges, syncIfLate, writeChanges } from '../uploads/sync.ts'
import { getProgress } from '../uploads/upload-progress.ts'
import type { UploadEntry } from '../uploads/upload-record.ts'
import { cacheSync, getCachedSync } from '../uploads/vod-cache.ts'
import { privateAccess, withLink } from './private-access.ts'
import { serializeVideo } from './serialize-video.ts'
import { signPlayback } from './sign-playback.ts'

/** A video as the client may see it, with the upload whose file plays. */
interface ShownVideo {
  video: Video
  file: UploadEntry
}

/**
 * A video as the client may see it, with signed media URLs if keys are configured. `undefined` if there is no video.
 * @param id the upload id or the file id of the video
 * @param wanted the file that a running player plays: it continues with that file after a replacement
 * @throws VodApiError or ProblemError `vod-unavailable`, if only VOD knows the file and VOD fails
 */
export async function findShown(
  c: Context<App>,
  id: string,
  wanted?: FileId,
): Promise<ShownVideo | undefined> {
  const { context } = c.var
  const entry = await findVideo(context, id, wanted)
  if (!entry) return undefined
  const { file } = entry
  const isPrivate = visibilityOf(entry.record, context.now()) === 'private'
  const access = isPrivate ? await privateAccess(c, entry.uploadId) : undefined
  if (access?.by === 'nothing')
    return { video: { status: access.reason, ...(isFileId(id) && { fileId: id }) }, file }
  const video = serializeVideo(entry, context.now())
  if (video.status === 'processing' && video.stage === 'uploading') {
    const progress = await getProgress(context, entry.uploadId)
    return { video: { ...video, ...(progress && { progress }) }, file }
  }
  if (video.status !== 'ready') return { video, file }
  const signed =
    access?.by === 'link'
      ? signPlayback(context, withLink(video, access.link), access.link.expiresAt)
      : signPlayback(context, video)
  return { video: await signed, file }
}

/** The video of {@link findShown}. */
export const showVideo = async (
  ...request: Parameters<typeof findShown>
): Promise<Video | undefined> => (await findShown(...request))?.video

/**
 * The address of the video that has this file. The file may be unknown to every event so far.
 * @throws as {@link showVideo}
 */
export async function addressOfFile(
  context: RequestContext,
  fileId: FileId,
): Promise<UploadId | undefined> {
  const uploadId =
    (await getUploadOfFile(context.kv, fileId)) ??
    (await findUnknownFile(context, fileId))?.uploadId
  const record = uploadId && (await getRecord(context.kv, uploadId, []))
  return record?.opened.replaces ?? uploadId
}

async function findVideo(
  context: RequestContext,
  id: string,
  wanted?: FileId,
): Promise<VideoEntry | undefined> {
  if (isFileId(id)) return findFile(context, id)
  if (!isUploadId(id)) return undefined
  const record = await getRecord(context.kv, id)
  if (!record) return undefined
  const { replaces } = record.opened
  return replaces
    ? findVideo(context, replaces)
    : loadLatest(context, { uploadId: id, record }, wanted)
}

/** Syncs a video if VOD's webhook seems late. */
async function loadLatest(
  context: RequestContext,
  { uploadId, record: stored }: UploadEntry,
  wanted?: FileId,
): Promise<VideoEntry> {
  const latest = ({ uploadId: id, record }: UploadEntry) =>
    syncIfLate(context, { uploadId: id, record, fileId: record.uploaded?.fileId })
  const record = await latest({ uploadId, record: stored })
  return loadVideo(context, { uploadId, record }, { wanted, latest })
}

async function findFile(context: RequestContext, fileId: FileId): Promise<VideoEntry | undefined> {
  const { kv } = context
  const uploadId = await getUploadOfFile(kv, fileId)
  const record = uploadId && (await getRecord(kv, uploadId))
  if (record?.opened.replaces) return findVideo(context, record.opened.replaces)
  const known = uploadId && record ? { uploadId, record } : undefined
  if (known?.record.opened.files) return loadLatest(context, known)
  const entry = known
    ? { uploadId: known.uploadId, record: await syncIfLate(context, { ...known, fileId }) }
    : await findUnknownFile(context, fileId)
  if (!entry) return undefined
  const { uploaded, opened } = entry.record
  if (uploaded && uploaded.fileId !== fileId) return undefined
  return opened.replaces ? findVideo(context, opened.replaces) : loadVideo(context, entry)
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
