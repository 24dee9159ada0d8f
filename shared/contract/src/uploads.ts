import * as v from 'valibot'
import { EpochSeconds, FileId, UploadId } from './ids.ts'
import { Schedule, Visibility } from './visibility.ts'

/** `POST /api/uploads`. The edge also checks the values with {@link validateSourceFile}. */
export const OpenUpload = v.strictObject({
  name: v.pipe(v.string(), v.maxLength(1024)),
  /** Bytes. */
  size: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  /** MIME type as the browser reports it, or `''`. */
  type: v.pipe(v.string(), v.maxLength(255)),
  /** Applies from the first moment; `public` if absent. */
  visibility: v.optional(Visibility),
  /** The creator's own video whose file this upload replaces. The video keeps its address and its details. */
  replaces: v.optional(UploadId),
})
export type OpenUpload = v.InferOutput<typeof OpenUpload>

/** Answer to `POST /api/uploads`. The id is also the address of the video: `/watch/:uploadId`. */
export const OpenedUpload = v.object({ uploadId: UploadId })
export type OpenedUpload = v.InferOutput<typeof OpenedUpload>

/** `POST /api/uploads/:id/signature`. A signature is valid for one call to VOD. */
export const IssuedSignature = v.object({ signature: v.string(), expiresAt: EpochSeconds })
export type IssuedSignature = v.InferOutput<typeof IssuedSignature>

/**
 * The status of an upload: `open → uploaded → processing → ready`, or one of the final statuses
 * `rejected` (moderation), `failed` (processing), `expired` (never finished) and `deleted`.
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

/** Verdict of VOD's moderation: publish, let a person decide, or do not publish. */
export const Moderation = v.picklist(['pass', 'review', 'block'])
export type Moderation = v.InferOutput<typeof Moderation>

/** The problem of an upload, as a permanent code. A video with `rendition-failed` is playable. */
export const UploadProblem = v.picklist([
  'processing-failed',
  'rendition-failed',
  'moderation-blocked',
  'upload-abandoned',
])
export type UploadProblem = v.InferOutput<typeof UploadProblem>

/** Maximum number of UTF-16 code units in a title and a description. */
export const maxTitleLength = 200
export const maxDescriptionLength = 5000

/**
 * `PATCH /api/uploads/:id`: the details that a creator edits. An absent member does not change. A visibility replaces the
 * stored one together with its schedule, so a schedule needs a visibility.
 */
export const EditUpload = v.pipe(
  v.strictObject({
    title: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(maxTitleLength))),
    description: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(maxDescriptionLength))),
    visibility: v.optional(Visibility),
    ...Schedule.entries,
  }),
  v.check(
    ({ visibility, publishAt, unlistAt }) =>
      visibility !== undefined || (publishAt === undefined && unlistAt === undefined),
  ),
)
export type EditUpload = v.InferOutput<typeof EditUpload>

/** `GET /api/uploads/:id`: an upload as its creator sees it. */
export const Upload = v.object({
  uploadId: UploadId,
  /** Name of the source file. */
  name: v.string(),
  title: v.optional(v.string()),
  description: v.optional(v.string()),
  /** Unix milliseconds. */
  openedAt: v.number(),
  status: UploadStatus,
  /** The visibility now. The times are those at which it will change. */
  visibility: Visibility,
  ...Schedule.entries,
  fileId: v.optional(FileId),
  /** The video whose file this upload replaces. */
  replaces: v.optional(UploadId),
  /** The upload whose file plays, if it is not this one. Signatures for a new cover are for that upload. */
  playing: v.optional(UploadId),
  /** Unix ms until which the file before the last replacement can be restored. Absent without such a file. */
  previousFileUntil: v.optional(v.number()),
  video: v.optional(
    v.object({
      url: v.string(),
      /** `''` while the video has no cover. */
      coverUrl: v.string(),
      /** Seconds; 0 while unknown. */
      duration: v.number(),
    }),
  ),
  /** URL of the uploaded file. Only in the answer about one upload that is ready, because it may expire. */
  originalUrl: v.optional(v.string()),
  /** VOD's verdict, unless an operator decided otherwise. */
  moderation: v.optional(Moderation),
  /** The operator's reason for the last decision about the video. */
  reason: v.optional(v.string()),
  problem: v.optional(v.object({ code: UploadProblem })),
  /** Seconds until the next poll; 0 when the status is final. */
  retryAfter: v.number(),
})
export type Upload = v.InferOutput<typeof Upload>

/** `GET /api/uploads?cursor=`: one page of the creator's uploads, newest first. */
export const UploadPage = v.object({
  uploads: v.array(Upload),
  /** Absent on the last page. */
  cursor: v.optional(v.string()),
})
export type UploadPage = v.InferOutput<typeof UploadPage>
