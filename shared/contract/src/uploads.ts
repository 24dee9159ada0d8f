import * as v from 'valibot'
import { EpochSeconds, FileId, UploadId } from './ids.ts'

/** `POST /api/uploads`. What may be in it is decided by {@link refuseSourceFile}. */
export const OpenUpload = v.strictObject({
  name: v.pipe(v.string(), v.maxLength(1024)),
  /** Bytes. */
  size: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  /** MIME type as the browser says it, or `''`. */
  type: v.pipe(v.string(), v.maxLength(255)),
})
export type OpenUpload = v.InferOutput<typeof OpenUpload>

export const OpenedUpload = v.object({ uploadId: UploadId })
export type OpenedUpload = v.InferOutput<typeof OpenedUpload>

/** `POST /api/uploads/:id/signature`. One signature serves one call to VOD. */
export const IssuedSignature = v.object({ signature: v.string(), expiresAt: EpochSeconds })
export type IssuedSignature = v.InferOutput<typeof IssuedSignature>

/**
 * What an upload has become: `open → uploaded → processing → ready`, or one of the ends
 * `rejected` (moderation), `failed` (processing), `expired` (never finished), `deleted`.
 */
export const UploadStatus = v.picklist([
  'open',
  'uploaded',
  'processing',
  'ready',
  'rejected',
  'failed',
  'expired',
  'deleted',
])
export type UploadStatus = v.InferOutput<typeof UploadStatus>

export const Moderation = v.picklist(['pass', 'review', 'block'])
export type Moderation = v.InferOutput<typeof Moderation>

/** What is wrong with an upload, by permanent code. With `rendition-failed` it plays all the same. */
export const UploadProblem = v.picklist([
  'processing-failed',
  'rendition-failed',
  'moderation-blocked',
  'upload-abandoned',
])
export type UploadProblem = v.InferOutput<typeof UploadProblem>

/**
 * Who may watch: everyone (`public`), everyone who has the address (`unlisted`, kept out of search engines), or
 * signed-in creators only (`private`).
 */
export const Visibility = v.picklist(['public', 'unlisted', 'private'])
export type Visibility = v.InferOutput<typeof Visibility>

/** Characters that a title and a description may have. */
export const longestTitle = 200
export const longestDescription = 5000

/** `PATCH /api/uploads/:id`: what the creator says of the video. An absent member stays as it is. */
export const EditUpload = v.strictObject({
  title: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(longestTitle))),
  description: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(longestDescription))),
  visibility: v.optional(Visibility),
})
export type EditUpload = v.InferOutput<typeof EditUpload>

/** `GET /api/uploads/:id`. */
export const Upload = v.object({
  uploadId: UploadId,
  /** Of the source file. */
  name: v.string(),
  title: v.optional(v.string()),
  description: v.optional(v.string()),
  /** Unix milliseconds. */
  openedAt: v.number(),
  status: UploadStatus,
  visibility: Visibility,
  fileId: v.optional(FileId),
  video: v.optional(
    v.object({
      url: v.string(),
      /** `''` while there is none. */
      coverUrl: v.string(),
      /** Seconds; 0 while unknown. */
      duration: v.number(),
    }),
  ),
  moderation: v.optional(Moderation),
  problem: v.optional(v.object({ code: UploadProblem })),
  /** Seconds until asking again is worth it; 0 when the status is final. */
  retryAfter: v.number(),
})
export type Upload = v.InferOutput<typeof Upload>

/** `GET /api/uploads?cursor=`: own uploads, newest first. */
export const UploadPage = v.object({
  uploads: v.array(Upload),
  /** Absent on the last page. */
  cursor: v.optional(v.string()),
})
export type UploadPage = v.InferOutput<typeof UploadPage>
