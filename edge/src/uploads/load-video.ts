import type { FileId, UploadId } from '@reelferry/contract'
import type { RequestContext } from '../context.ts'
import { withCached } from './latest-record.ts'
import { statusOf } from './status.ts'
import { getRecord } from './store.ts'
import type { UploadEntry, UploadRecord } from './upload-record.ts'
import { withTextsOf } from './video-of-upload.ts'

/**
 * A video: its record has the id, the title, the visibility and the captions of the address, and the state of the file
 * that plays.
 */
export interface VideoEntry extends UploadEntry {
  /** The upload whose file plays. */
  file: UploadEntry
}

/** The slots about a file and its review. */
const fileSlots = ['uploaded', 'procedure', 'review', 'decision', 'deleted'] as const

/** A video that plays the file of an upload. */
export function composeVideo(video: UploadEntry, file: UploadEntry): VideoEntry {
  if (file.uploadId === video.uploadId) return { ...file, file }
  const { opened, details, visibility, captions, deleted } = video.record
  const { uploaded, procedure, review, decision, deleted: lost, opened: sent } = file.record
  const end = deleted ?? lost
  return {
    uploadId: video.uploadId,
    record: {
      opened: { ...opened, procedure: sent.procedure },
      ...(details && { details }),
      ...(visibility && { visibility }),
      ...(captions && { captions }),
      ...(uploaded && { uploaded }),
      ...(procedure && { procedure }),
      ...(review && { review }),
      ...(decision && { decision }),
      ...(end && { deleted: end }),
    },
    file: withTextsOf(file, video),
  }
}

interface LoadOptions {
  /** The file that a running player plays. It is chosen if it still can be played. */
  wanted?: FileId | undefined
  /** The latest record of an upload. By default that of KV and of this location's cache. */
  latest?: (entry: UploadEntry) => Promise<UploadRecord>
}

/**
 * The video at an address. If its file was replaced, the file that plays is the current one; the previous one, if the
 * current one cannot be played, so that viewers have a video until the newer one is approved. Reads nothing else of a
 * video without replacement.
 */
export async function loadVideo(
  context: RequestContext,
  video: UploadEntry,
  { wanted, latest = ({ uploadId, record }) => withCached(uploadId, record) }: LoadOptions = {},
): Promise<VideoEntry> {
  const { files } = video.record.opened
  if (!files) return { ...video, file: video }
  const { playing, previous } = files
  const candidates = [playing, ...(previous ? [previous] : [])]
  if (wanted && wanted === previous?.fileId) candidates.reverse()
  let shown: VideoEntry | undefined
  for (const { uploadId } of candidates) {
    const file = await fileOf(context, video, uploadId)
    if (!file) continue
    const found = composeVideo(video, { uploadId, record: await latest(file) })
    const isPlaying = uploadId === playing.uploadId
    if (!shown || isPlaying) shown = found
    if (statusOf(found.record, context.now()) === 'ready') return found
  }
  return shown ?? withoutFile(video, files.at)
}

async function fileOf(
  { kv }: RequestContext,
  video: UploadEntry,
  uploadId: UploadId,
): Promise<UploadEntry | undefined> {
  const record =
    uploadId === video.uploadId ? video.record : await getRecord(kv, uploadId, fileSlots)
  return record && { uploadId, record }
}

/** A video whose uploads were erased. */
function withoutFile({ uploadId, record }: UploadEntry, at: number): VideoEntry {
  const video = { uploadId, record: { ...record, deleted: record.deleted ?? { at } } }
  return { ...video, file: video }
}
