import type { RequestContext } from '../context.ts'
import { ProblemError } from '../http/problem-error.ts'
import { log } from '../lib/log.ts'
import { catchVodFailure } from '../vod/vod-api-error.ts'
import { deleteFile } from './expire-files.ts'
import { composeVideo, loadVideo, type VideoEntry } from './load-video.ts'
import { removeExpiringFile } from './pending-store.ts'
import { writeFiles } from './replace-file.ts'
import { statusOf } from './status.ts'
import { consistentAfterMs } from './store.ts'
import type { UploadEntry } from './upload-record.ts'
import { afterRestore, type VideoFiles, withoutPrevious } from './video-files.ts'

/** When the previous file of a video can be restored until, unix ms. `undefined` if it cannot. */
export function restorableUntil(files: VideoFiles | undefined, now: number): number | undefined {
  const until = files?.previous?.until
  return until !== undefined && until > now ? until : undefined
}

function requirePrevious({ record }: UploadEntry, now: number) {
  const { files } = record.opened
  if (!files?.previous || restorableUntil(files, now) === undefined)
    throw new ProblemError('no-previous-file')
  return { files, previous: files.previous }
}

/**
 * Lets the previous file of a video play again. The current file becomes the previous one.
 * @param video the address of the video
 * @throws ProblemError `no-previous-file`; VodApiError
 */
export async function restoreFile(
  context: RequestContext,
  video: UploadEntry,
): Promise<VideoEntry> {
  const { files, previous } = requirePrevious(video, context.now())
  const { file, record } = await loadVideo(context, video, { wanted: previous.fileId })
  // KV may answer a state in which the file was not deleted yet.
  const exists = (await context.vod.describeMedia(previous.fileId)) !== undefined
  const canPlay = exists && statusOf(record, context.now()) === 'ready'
  const after = afterRestore(files, context.now())
  if (!canPlay || file.uploadId !== previous.uploadId || !after)
    throw new ProblemError('no-previous-file')
  await writeFiles(context, video, after)
  log('file-restored', { uploadId: video.uploadId })
  const opened = { ...video.record.opened, files: after }
  const changed = { uploadId: video.uploadId, record: { ...video.record, opened } }
  return composeVideo(changed, file.uploadId === video.uploadId ? changed : file)
}

/**
 * Deletes the previous file of a video. At once, unless a location of KV may still answer its address; then the cron
 * trigger does it, as also if VOD fails.
 * @param video the address of the video
 * @throws ProblemError `no-previous-file`
 */
export async function deletePrevious(context: RequestContext, video: UploadEntry): Promise<void> {
  const { kv, now } = context
  const { files } = requirePrevious(video, now())
  const isKnownEverywhere = now() - files.at > consistentAfterMs
  const expiring = await writeFiles(context, video, withoutPrevious(files, now()))
  if (!expiring || !isKnownEverywhere) return
  await catchVodFailure(
    async () => {
      await deleteFile(context, expiring)
      await removeExpiringFile(kv, expiring)
      log('previous-file-deleted', { uploadId: video.uploadId })
    },
    ({ code }) => log('vod-unavailable', { uploadId: video.uploadId, code }),
  )
}
