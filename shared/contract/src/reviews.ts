import * as v from 'valibot'

/** Maximum number of UTF-16 code units in a reason, a reply, a report and the name of an operator. */
export const maxReasonLength = 500
export const maxReplyLength = 1000
export const maxReportLength = 250
export const maxOperatorNameLength = 80

/**
 * An operator's decision about a video: publish it regardless of VOD's review, block it, or withdraw the decision, so
 * that VOD's verdict counts again.
 */
export const DecisionKind = v.picklist(['approve', 'block', 'undo'])
export type DecisionKind = v.InferOutput<typeof DecisionKind>

/** An operator's decision as the creator of the video sees it, without the operator's name. */
export const Decision = v.object({
  decision: DecisionKind,
  /** `''` without a reason. */
  reason: v.string(),
  /** Unix milliseconds. */
  at: v.number(),
})
export type Decision = v.InferOutput<typeof Decision>

/** The creator's answer to a block. */
export const Reply = v.object({ text: v.string(), at: v.number() })
export type Reply = v.InferOutput<typeof Reply>

/** `GET /api/uploads/:uploadId/review`: the review of the creator's own video. */
export const UploadReview = v.object({
  decision: v.optional(Decision),
  /** The reply to this decision, or to VOD's block. */
  reply: v.optional(Reply),
  /** Whether the creator can reply now: once for each block. */
  mayReply: v.boolean(),
})
export type UploadReview = v.InferOutput<typeof UploadReview>

/** `POST /api/uploads/:uploadId/reply` */
export const SendReply = v.strictObject({
  text: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(maxReplyLength)),
})
export type SendReply = v.InferOutput<typeof SendReply>

/** Why a viewer reports a video. */
export const ReportCategory = v.picklist([
  'sexual',
  'violence',
  'hate',
  'illegal',
  'rights',
  'something-else',
])
export type ReportCategory = v.InferOutput<typeof ReportCategory>

/** `POST /api/videos/:id/reports` */
export const SendReport = v.strictObject({
  category: ReportCategory,
  text: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(maxReportLength)), ''),
})
export type SendReport = v.InferInput<typeof SendReport>
