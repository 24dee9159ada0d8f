import * as v from 'valibot'
import { UploadProblem, UploadStatus } from '../uploads.ts'

/** The outcome of one upload, without its creator and its name. */
export const UploadOutcome = v.object({
  status: UploadStatus,
  /** Unix ms of the opening; absent in answers of earlier versions. */
  openedAt: v.optional(v.number()),
  /** Absent without a problem. */
  problem: v.optional(UploadProblem),
  /** Size at VOD, bytes; absent while VOD has no file. */
  bytes: v.optional(v.number()),
  /** Seconds from opening to ready. */
  secondsToReady: v.optional(v.number()),
  /**
   * Whether the Worker discovered the file by a notification (`event`), or by a poll because the notification was late
   * (`question`); absent while VOD has no file.
   */
  heardBy: v.optional(v.picklist(['event', 'question'])),
  /** Unix ms of the discovery. */
  heardAt: v.optional(v.number()),
})
export type UploadOutcome = v.InferOutput<typeof UploadOutcome>

/** `GET /api/operator/uploads`: one page of the outcomes of all uploads. */
export const OutcomePage = v.object({
  outcomes: v.array(UploadOutcome),
  /** Start of the next page; absent on the last page. */
  cursor: v.optional(v.string()),
})
export type OutcomePage = v.InferOutput<typeof OutcomePage>

/** `DELETE /api/operator/creators/:subject`: the number of uploads that this page erased. */
export const Erased = v.object({ erased: v.number(), cursor: v.optional(v.string()) })
export type Erased = v.InferOutput<typeof Erased>

/** `GET /api/operator/creators/:subject`: one page of all stored data of one creator. */
export const ExportPage = v.object({
  creatorId: v.string(),
  uploads: v.array(v.looseObject({ uploadId: v.string() })),
  cursor: v.optional(v.string()),
})
export type ExportPage = v.InferOutput<typeof ExportPage>
