import type { RequestContext } from '../context.ts'
import { latestRecord } from './latest-record.ts'
import type { UploadEntry } from './upload-record.ts'

/**
 * The video that an upload is of: its address, with the texts of the creator. Usually the upload itself; a replacement is
 * of another one. `undefined` if that does not exist any more.
 */
export async function videoOf(
  context: RequestContext,
  { uploadId, record }: UploadEntry,
): Promise<UploadEntry | undefined> {
  const { replaces } = record.opened
  if (!replaces) return { uploadId, record }
  const slots = ['uploaded', 'details', 'captions', 'deleted'] as const
  const video = await latestRecord(context, replaces, slots)
  return video && { uploadId: replaces, record: video }
}

/** An upload with title, description and captions of its video. */
export function withTextsOf(
  { uploadId, record }: UploadEntry,
  video: UploadEntry | undefined,
): UploadEntry {
  if (!video || video.uploadId === uploadId) return { uploadId, record }
  const { details, captions } = video.record
  return {
    uploadId,
    record: { ...record, ...(details && { details }), ...(captions && { captions }) },
    captionsOf: video.uploadId,
  }
}
