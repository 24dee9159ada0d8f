import * as v from 'valibot'
import { UploadProblem, UploadStatus } from '../uploads.ts'

/** What has become of one upload, without whose it was or what it was called. */
export const UploadOutcome = v.object({
  status: UploadStatus,
  /** The code its creator sees, if something went wrong. */
  problem: v.optional(UploadProblem),
  /** What VOD has of it, bytes; absent as long as it has nothing. */
  bytes: v.optional(v.number()),
  /** From opening to ready. */
  secondsToReady: v.optional(v.number()),
  /**
   * Whether VOD told of the file by a notification, or was asked for it because that was late; absent as
   * long as VOD has nothing.
   */
  heardBy: v.optional(v.picklist(['event', 'question'])),
  /** Unix ms when that was. */
  heardAt: v.optional(v.number()),
})
export type UploadOutcome = v.InferOutput<typeof UploadOutcome>

/** `GET /api/operator/uploads`: a page of all uploads there are. */
export const OutcomePage = v.object({
  outcomes: v.array(UploadOutcome),
  /** Where to go on; absent on the last page. */
  cursor: v.optional(v.string()),
})
export type OutcomePage = v.InferOutput<typeof OutcomePage>

/** `DELETE /api/operator/creators/:subject`: how many uploads this page of them erased. */
export const Erased = v.object({ erased: v.number(), cursor: v.optional(v.string()) })
export type Erased = v.InferOutput<typeof Erased>

/** `GET /api/operator/creators/:subject`: a page of all that is kept of one creator. */
export const ExportPage = v.object({
  creatorId: v.string(),
  uploads: v.array(v.looseObject({ uploadId: v.string() })),
  cursor: v.optional(v.string()),
})
export type ExportPage = v.InferOutput<typeof ExportPage>
