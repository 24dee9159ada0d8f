import type { FileId } from '@reelferry/contract'
import type { RequestContext } from '../context.ts'
import { log } from '../lib/log.ts'
import { markEdited } from './edited-mark.ts'
import { putDeleted } from './signing-cache.ts'
import { statusOf } from './status.ts'
import { type ExpiringFile, putExpiringFile } from './pending-store.ts'
import { consistentAfterMs, putFiles } from './store.ts'
import type { UploadEntry } from './upload-record.ts'
import { afterLoss, afterReady, isSuperseded, type VideoFiles } from './video-files.ts'
import { videoOf } from './video-of-upload.ts'
import { cacheSync } from './vod-cache.ts'

/**
 * Time after which no location of KV changes the files of a video because it has read an older state, ms. Writes are
 * repeated for seconds.
 */
export const settledAfterMs = 5 * consistentAfterMs

/**
 * Writes the files of a video. What has to be deleted later is written before, so that no file is forgotten if the Worker
 * stops in between.
 * @param video the address of the video
 * @returns the file that is neither the current nor the previous one any more
 */
export async function writeFiles(
  context: RequestContext,
  { uploadId: videoId, record }: UploadEntry,
  files: VideoFiles,
): Promise<ExpiringFile | undefined> {
  const { kv, now } = context
  const before = record.opened.files?.previous
  const { playing, previous } = files
  if (previous)
    await putExpiringFile(kv, { videoId, uploadId: previous.uploadId, due: previous.until })
  const remaining = [playing.uploadId, previous?.uploadId]
  const dropped =
    before && !remaining.includes(before.uploadId)
      ? { videoId, uploadId: before.uploadId, due: now() + settledAfterMs }
      : undefined
  if (dropped) await putExpiringFile(kv, dropped)
  const opened = { ...record.opened, files }
  await putFiles(kv, videoId, opened)
  await cacheSync(`upload/${videoId}`, { ...record, opened })
  await markEdited(context, videoId)
  return dropped
}

/** Deletes the file of an upload that will never play. */
async function discardFile(context: RequestContext, { uploadId, record }: UploadEntry) {
  const { uploaded, opened } = record
  if (!uploaded?.media) return
  await context.vod.deleteMedia(uploaded.fileId)
  // The first upload is the address of the video: without its file, it still exists.
  if (opened.replaces) await putDeleted(context, uploadId)
  log('file-unwanted', { uploadId })
}

/**
 * Makes a replacement play that is ready, and deletes one that never can, because a newer one plays or the video is
 * deleted. Repeating it changes nothing, and every poll, event and cron run of the upload repeats it.
 * @param video the video of the upload
 * @returns the files of the video
 * @throws VodApiError
 */
export async function settleFile(
  context: RequestContext,
  entry: UploadEntry,
  video: UploadEntry | undefined,
): Promise<VideoFiles | undefined> {
  const { uploadId, record } = entry
  const { opened, uploaded, deleted } = record
  const files = video?.record.opened.files
  if (!uploaded?.media || deleted) return files
  const isReplacement = opened.replaces !== undefined
  const isUnwanted =
    (isReplacement && (!video || video.record.deleted)) ||
    (files &&
      isSuperseded(files, { uploadId, openedAt: opened.openedAt }) &&
      !mayStillPlay(files, uploaded.fileId, context.now()))
  if (isUnwanted) {
    await discardFile(context, entry)
    return files
  }
  if (!isReplacement || !video || statusOf(record, context.now()) !== 'ready') return files
  const { opened: address, uploaded: own } = video.record
  const first = {
    uploadId: video.uploadId,
    openedAt: address.openedAt,
    fileId: own?.media && own.fileId,
  }
  const replacement = { uploadId, openedAt: opened.openedAt, fileId: uploaded.fileId }
  const after = afterReady(files, first, replacement, context.now())
  if (!after) return files
  await writeFiles(context, video, after)
  log('file-replaced', { uploadId: video.uploadId })
  return after
}

/** Whether a location of KV may still answer a state in which this file plays. */
const mayStillPlay = ({ at, retired }: VideoFiles, played: FileId, now: number) =>
  now - at <= settledAfterMs && retired.some(({ fileId }) => fileId === played)

/** {@link settleFile} of an upload whose video has not been read. */
export const settleUpload = async (
  context: RequestContext,
  entry: UploadEntry,
): Promise<VideoFiles | undefined> => settleFile(context, entry, await videoOf(context, entry))

/**
 * Lets the other file of a video play, because VOD has lost the one of an upload.
 * @returns whether the upload is deleted with its file. The address of a video that has another file is not.
 */
export async function loseFile(
  context: RequestContext,
  { uploadId, record }: UploadEntry,
): Promise<boolean> {
  const video = await videoOf(context, { uploadId, record })
  const files = video?.record.opened.files
  const after = files && afterLoss(files, uploadId, context.now())
  if (video && after && after !== files) await writeFiles(context, video, after)
  return record.opened.replaces !== undefined || after === undefined
}
