import * as v from 'valibot'
import { UploadId } from '../ids.ts'
import {
  Decision,
  DecisionKind,
  maxOperatorNameLength,
  maxReasonLength,
  Reply,
  ReportCategory,
} from '../reviews.ts'
import { Moderation, UploadStatus } from '../uploads.ts'
import { Visibility } from '../visibility.ts'

const ShortText = v.pipe(v.string(), v.maxLength(40))

/** A part of a video, or the whole video, that VOD's review suspects. */
export const ReviewLabel = v.object({
  /** VOD's label, such as `Porn`. */
  label: ShortText,
  /** VOD's form of the content: `Image`, `OCR`, `ASR` or `Voice`. */
  form: v.optional(ShortText),
  /** Seconds. Absent if VOD named no part. */
  start: v.optional(v.number()),
  end: v.optional(v.number()),
  /** 0 to 100. */
  confidence: v.optional(v.number()),
})
export type ReviewLabel = v.InferOutput<typeof ReviewLabel>

/** A viewer's report. It contains nothing about the viewer. */
export const ViewerReport = v.object({ category: ReportCategory, text: v.string(), at: v.number() })
export type ViewerReport = v.InferOutput<typeof ViewerReport>

/** The last decision, as operators see it. */
export const OperatorDecision = v.object({
  ...Decision.entries,
  /** The name that the operator entered. */
  by: v.string(),
  /** Creator id of the operator's sign-in; absent if the operator was not signed in. */
  account: v.optional(v.string()),
})
export type OperatorDecision = v.InferOutput<typeof OperatorDecision>

/** A video that waits for a decision: because of VOD's verdict, of reports, or of its creator's reply. */
export const ReviewItem = v.object({
  uploadId: UploadId,
  creatorId: v.string(),
  name: v.string(),
  title: v.string(),
  description: v.string(),
  /** Unix milliseconds. */
  openedAt: v.number(),
  status: UploadStatus,
  visibility: Visibility,
  /** Sources for a `<video>`, files first. Empty if the delivery is stopped. */
  sources: v.array(v.object({ src: v.string(), type: v.string() })),
  poster: v.string(),
  /** Seconds; 0 while unknown. */
  duration: v.number(),
  /** The hardest verdict of VOD's reviews; absent if there was none. */
  verdict: v.optional(Moderation),
  labels: v.array(ReviewLabel),
  reports: v.array(ViewerReport),
  reply: v.optional(Reply),
  decision: v.optional(OperatorDecision),
})
export type ReviewItem = v.InferOutput<typeof ReviewItem>

/** `GET /api/operator/reviews?cursor=`: videos that wait for a decision, oldest first. A page may have no items. */
export const ReviewPage = v.object({
  items: v.array(ReviewItem),
  /** Absent on the last page. */
  cursor: v.optional(v.string()),
})
export type ReviewPage = v.InferOutput<typeof ReviewPage>

/** Maximum number of videos in one decision: VOD's limit of a ForbidMediaDistribution call (product/266/40636). */
export const maxDecidedVideos = 20

/** `POST /api/operator/decisions`: one decision about up to 20 videos. A block needs a reason. */
export const Decide = v.pipe(
  v.strictObject({
    uploadIds: v.pipe(v.array(UploadId), v.minLength(1), v.maxLength(maxDecidedVideos)),
    decision: DecisionKind,
    reason: v.pipe(v.string(), v.trim(), v.maxLength(maxReasonLength)),
    by: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(maxOperatorNameLength)),
  }),
  v.check(({ decision, reason }) => decision !== 'block' || reason !== ''),
)
export type Decide = v.InferOutput<typeof Decide>

/**
 * VOD's delivery of a decided video: as it should be (`done`), or VOD did not answer and the Worker tries again
 * (`pending`).
 */
export const Delivery = v.picklist(['done', 'pending'])
export type Delivery = v.InferOutput<typeof Delivery>

/** Answer to {@link Decide}: the videos that exist, with their status and delivery. */
export const Decided = v.object({
  results: v.array(v.object({ uploadId: UploadId, status: UploadStatus, delivery: Delivery })),
})
export type Decided = v.InferOutput<typeof Decided>

/** A decision of the past year. `by` is `''` for an automatic block after VOD's verdict. */
export const PastDecision = v.object({
  ...OperatorDecision.entries,
  uploadId: UploadId,
  /** Name of the video; `''` if it was deleted. */
  name: v.string(),
  status: v.optional(UploadStatus),
  /** Whether no later decision replaced it. */
  isCurrent: v.boolean(),
})
export type PastDecision = v.InferOutput<typeof PastDecision>

/** `GET /api/operator/decisions?cursor=`: the decisions of the past year, newest first. */
export const DecisionPage = v.object({
  decisions: v.array(PastDecision),
  cursor: v.optional(v.string()),
})
export type DecisionPage = v.InferOutput<typeof DecisionPage>
