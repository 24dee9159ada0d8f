import { pollIntervalSeconds, splitName, type UploadId, type Video } from '@reelferry/contract'
import { coverOf, sourcesOf, visibilityOf } from '../uploads/playback.ts'
import { statusOf } from '../uploads/status.ts'
import { captionsOfVideo } from './captions-of-video.ts'
import type { UploadRecord } from '../uploads/upload-record.ts'

/** A video as the API answers it to viewers, without details unless it is ready. `now` in unix ms. */
export function serializeVideo(
  { fileId, uploadId }: { fileId: Video['fileId']; uploadId: UploadId | undefined },
  record: UploadRecord,
  now: number,
): Video {
  const status = statusOf(record, now)
  switch (status) {
    case 'ready': {
      const media = record.uploaded?.media
      return {
        status,
        fileId,
        name: record.details?.title || splitName(record.opened.name).base,
        description: record.details?.description ?? '',
        visibility: visibilityOf(record),
        publishedAt: record.opened.openedAt,
        sources: sourcesOf(record),
        poster: coverOf(record),
        width: media?.width ?? 0,
        height: media?.height ?? 0,
        ...(media?.previews && { previews: media.previews }),
        captions: captionsOfVideo(uploadId, record),
        duration: media?.duration ?? 0,
      }
    }
    case 'rejected':
    case 'failed':
    case 'deleted':
      return { status, fileId }
    case 'expired':
      // The file is known, so an event or a sync may still follow.
      return { status: 'processing', fileId, retryAfter: pollIntervalSeconds.open }
    default:
      return { status: 'processing', fileId, retryAfter: pollIntervalSeconds[status] }
  }
}
