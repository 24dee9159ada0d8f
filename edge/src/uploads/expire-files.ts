import type { RequestContext } from '../context.ts'
import { log } from '../lib/log.ts'
import { catchVodFailure } from '../vod/vod-api-error.ts'
import { deleteAtVod } from './delete-upload.ts'
import { loadVideo } from './load-video.ts'
import { type ExpiringFile, putExpiringFile, removeExpiringFile } from './pending-store.ts'
import { writeFiles } from './replace-file.ts'
import { putDeleted } from './signing-cache.ts'
import { statusOf } from './status.ts'
import { getRecord } from './store.ts'
import type { UploadEntry } from './upload-record.ts'
import { withoutPrevious } from './video-files.ts'

/** A free Worker has 50 outgoing calls a run, and other work of the cron trigger needs most of them. */
const maxFiles = 5

const dayMs = 24 * 3600 * 1000

/**
 * Deletes files of a video that are due, unless the video plays them: its files may have changed since.
 * @param files those that expire first
 */
export async function expireFiles(context: RequestContext, files: ExpiringFile[]): Promise<void> {
  const due = files.filter((file) => file.due <= context.now()).slice(0, maxFiles)
  for (const file of due)
    await catchVodFailure(
      () => expireFile(context, file),
      ({ code }) => log('vod-unavailable', { uploadId: file.uploadId, code }),
    )
}

/** @throws VodApiError; the file then stays in the list */
async function expireFile(context: RequestContext, file: ExpiringFile): Promise<void> {
  const { kv, now } = context
  const { videoId, uploadId } = file
  const record = await getRecord(kv, videoId)
  const video = record && { uploadId: videoId, record }
  const files = record?.opened.files
  const isPlaying = files ? files.playing.uploadId === uploadId : uploadId === videoId
  if (!isPlaying && files?.previous?.uploadId === uploadId) {
    const isDue = files.previous.until <= now()
    if (!video || !isDue || !(await isReady(context, video))) {
      const due = isDue ? now() + dayMs : files.previous.until
      // The same key, if it is for the same time.
      if (due === file.due) return
      await putExpiringFile(kv, { ...file, due })
      return removeExpiringFile(kv, file)
    }
    // It is deleted minutes later, when no location of KV answers its address any more.
    await writeFiles(context, video, withoutPrevious(files, now()))
  } else if (!isPlaying) {
    await deleteFile(context, file)
    log('previous-file-deleted', { uploadId: videoId })
  }
  await removeExpiringFile(kv, file)
}

/** Whether the current file of a video plays. Otherwise viewers see the previous one. */
async function isReady(context: RequestContext, video: UploadEntry): Promise<boolean> {
  const { file, record } = await loadVideo(context, video)
  return (
    file.uploadId === video.record.opened.files?.playing.uploadId &&
    statusOf(record, context.now()) === 'ready'
  )
}

/**
 * Deletes the file of an upload of a video at VOD. The address of the video continues to exist.
 * @throws VodApiError
 */
export async function deleteFile(
  context: RequestContext,
  { videoId, uploadId }: Pick<ExpiringFile, 'videoId' | 'uploadId'>,
): Promise<void> {
  const record = await getRecord(context.kv, uploadId)
  if (!record) return
  await deleteAtVod(context, { uploadId, record })
  if (uploadId !== videoId) await putDeleted(context, uploadId)
}
