import { FileId, UploadId } from '@reelferry/contract'
import * as v from 'valibot'

/** Time for which the previous file of a video can be restored: 30 days, in ms. */
export const restorableMs = 30 * 24 * 3600 * 1000

/** Statistics of a video add up at most this many earlier files, because each needs a call to VOD. */
const maxRetired = 10

/** A file of a video, with the upload that sent it. */
const FileOfVideo = v.object({
  uploadId: UploadId,
  fileId: FileId,
  /** Unix ms since which it plays. */
  since: v.number(),
})
type FileOfVideo = v.InferOutput<typeof FileOfVideo>

/**
 * The files of a video that were replaced. It is a member of the key `upload/<uploadId>` of the video's first upload, so
 * that a view needs no further read to know whether there was a replacement.
 */
export const VideoFiles = v.object({
  /** Unix ms of the last change. */
  at: v.number(),
  /**
   * When the newest upload was opened whose file has played, unix ms. Only uploads that were opened later replace it:
   * events that are repeated, late or out of order cannot bring an older file back.
   */
  newest: v.number(),
  playing: FileOfVideo,
  /** Plays if `playing` cannot; kept until `until` (unix ms), and can be restored until then. */
  previous: v.optional(v.object({ ...FileOfVideo.entries, until: v.number() })),
  /** Files that have played, newest first, for the statistics. */
  retired: v.array(v.object({ fileId: FileId, from: v.number(), to: v.number() })),
})
export type VideoFiles = v.InferOutput<typeof VideoFiles>

/** The later one of two states of a video's files. The newest replacement counts more than the time of the change. */
export function laterFiles(
  a: VideoFiles | undefined,
  b: VideoFiles | undefined,
): VideoFiles | undefined {
  if (!a || !b) return a ?? b
  if (a.newest !== b.newest) return a.newest > b.newest ? a : b
  return b.at > a.at ? b : a
}

/** The first file of a video: of the upload that is its address. `fileId` is absent while VOD has not confirmed any. */
export interface FirstFile {
  uploadId: UploadId
  openedAt: number
  fileId: FileId | undefined
}

/** An upload that replaces the file of a video, when its file is ready. */
interface Replacement {
  uploadId: UploadId
  openedAt: number
  fileId: FileId
}

/**
 * The files after a replacement is ready: it plays, and the file that has played becomes the previous one.
 * @param files `undefined` before the first replacement
 * @returns `undefined` if nothing changes: the replacement plays or is kept already, or a newer one has played
 */
export function afterReady(
  files: VideoFiles | undefined,
  first: FirstFile,
  { uploadId, openedAt, fileId }: Replacement,
  at: number,
): VideoFiles | undefined {
  if (openedAt <= (files?.newest ?? first.openedAt)) return undefined
  const before = files?.playing ?? playedFirst(first)
  return {
    at: laterThan(files, at),
    newest: openedAt,
    playing: { uploadId, fileId, since: at },
    ...(before && { previous: { ...before, until: at + restorableMs } }),
    retired: before ? retire(files, before, at) : [],
  }
}

const playedFirst = ({ uploadId, openedAt, fileId }: FirstFile): FileOfVideo | undefined =>
  fileId && { uploadId, fileId, since: openedAt }

/** The later one of two changes counts, also if the clocks of two locations differ. */
const laterThan = (files: VideoFiles | undefined, at: number) => Math.max(at, (files?.at ?? 0) + 1)

const retire = (files: VideoFiles | undefined, { fileId, since }: FileOfVideo, to: number) =>
  [{ fileId, from: since, to }, ...(files?.retired ?? [])].slice(0, maxRetired)

/**
 * The files after the previous one is restored: the two change places. `isLost`: the file that has played does not exist
 * any more. `undefined` without a previous file.
 */
export function afterRestore(
  files: VideoFiles,
  at: number,
  isLost = false,
): VideoFiles | undefined {
  const { playing, previous } = files
  if (!previous) return undefined
  const { uploadId, fileId } = previous
  return {
    at: laterThan(files, at),
    newest: files.newest,
    playing: { uploadId, fileId, since: at },
    ...(!isLost && { previous: { ...playing, until: at + restorableMs } }),
    retired: retire(files, playing, at),
  }
}

/** The files without the previous one. */
export function withoutPrevious(files: VideoFiles, at: number): VideoFiles {
  const { newest, playing, retired } = files
  return { at: laterThan(files, at), newest, playing, retired }
}

/**
 * The files after VOD has lost the one of an upload: the other one plays.
 * @returns `files` if the upload is not among them; `undefined` if no file is left
 */
export function afterLoss(
  files: VideoFiles,
  uploadId: UploadId,
  at: number,
): VideoFiles | undefined {
  if (files.playing.uploadId === uploadId) return afterRestore(files, at, true)
  return files.previous?.uploadId === uploadId ? withoutPrevious(files, at) : files
}

/** Whether an upload of a video will never play: it is neither the current nor the previous file, and not newer. */
export const isSuperseded = (
  { playing, previous, newest }: VideoFiles,
  { uploadId, openedAt }: Pick<Replacement, 'uploadId' | 'openedAt'>,
): boolean => playing.uploadId !== uploadId && previous?.uploadId !== uploadId && openedAt <= newest
