import * as v from 'valibot'

/** Issued by the edge before the first byte is sent: 128 random bits in base64url, 22 characters. */
export const UploadId = v.pipe(v.string(), v.regex(/^[\w-]{22}$/), v.brand('UploadId'))
export type UploadId = v.InferOutput<typeof UploadId>

/** Whether a value from outside has the form of an upload id. */
export const isUploadId = (value: unknown): value is UploadId => v.is(UploadId, value)

/** VOD's id of a published file: decimal digits (19 in every documented sample). */
export const FileId = v.pipe(v.string(), v.regex(/^\d{1,20}$/), v.brand('FileId'))
export type FileId = v.InferOutput<typeof FileId>

/** Whether a value from outside has the form of a file id. */
export const isFileId = (value: unknown): value is FileId => v.is(FileId, value)

/** The address of a video: the id of its upload, or its file id in links of earlier versions. */
export const VideoId = v.union([UploadId, FileId])
export type VideoId = v.InferOutput<typeof VideoId>

/** Unix seconds, always an integer: VOD rejects signatures with fractional timestamps. */
export const EpochSeconds = v.pipe(
  v.number(),
  v.safeInteger(),
  v.minValue(0),
  v.brand('EpochSeconds'),
)
export type EpochSeconds = v.InferOutput<typeof EpochSeconds>
