import {
  pollIntervalSeconds,
  type Previews,
  splitName,
  type UploadStatus,
  type Video,
  type WaitingStage,
} from '@reelferry/contract'
import { coverOf, sourcesOf, visibilityOf } from '../uploads/playback.ts'
import { captionsOfVideo } from './captions-of-video.ts'
import { moderationOf, statusOf } from '../uploads/status.ts'
import type { UploadEntry, UploadRecord } from '../uploads/upload-record.ts'

/** The step that the viewers of a video wait for. */
function stageOf(status: UploadStatus, record: UploadRecord): WaitingStage {
  if (moderationOf(record) === 'review') return 'review'
  return status === 'open' ? 'uploading' : 'processing'
}

/** The image of the studio, at an address of the Worker, because its visibility is that of the video. */
function previewsOf(id: string, { uploaded }: UploadRecord): Previews | undefined {
  if (!uploaded?.previews) return undefined
  const { at, ...shape } = uploaded.previews
  return { images: [`/api/videos/${id}/previews?v=${at}`], ...shape }
}

/** A video as the API answers it to viewers, without details unless it is ready. `now` in unix ms. */
export function serializeVideo({ uploadId: id, record }: UploadEntry, now: number): Video {
  const status = statusOf(record, now)
  const { uploaded, details } = record
  const file = uploaded && { fileId: uploaded.fileId }
  switch (status) {
    case 'ready': {
      const media = uploaded?.media
      // A video is only ready if VOD has confirmed its file.
      if (!media) return { status: 'failed', ...file }
      const previews = media.previews ?? previewsOf(id, record)
      return {
        status,
        id,
        fileId: uploaded.fileId,
        name: details?.title || splitName(record.opened.name).base,
        description: details?.description ?? '',
        visibility: visibilityOf(record, now),
        publishedAt: record.opened.openedAt,
        sources: sourcesOf(record),
        poster: coverOf(record),
        width: media.width ?? 0,
        height: media.height ?? 0,
        captions: captionsOfVideo(id, record),
        ...(previews && { previews }),
        duration: media.duration,
      }
    }
    case 'rejected':
    case 'failed':
    case 'deleted':
      return { status, ...file }
    case 'expired':
      return { status: 'failed', ...file }
    default: {
      const stage = stageOf(status, record)
      return {
        status: 'processing',
        ...file,
        stage,
        // Viewers see the name of the file only when the creator had the time to enter a title.
        ...(details?.title && stage !== 'review' && { name: details.title }),
        retryAfter: pollIntervalSeconds[status],
      }
    }
  }
}
