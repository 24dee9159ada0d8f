import {
  CaptionTrack,
  FileId,
  Moderation,
  Previews,
  Schedule,
  UploadId,
  Visibility,
} from '@reelferry/contract'
import { ReviewLabel, OperatorDecision } from '@reelferry/contract/operator'
import * as v from 'valibot'
import { OwnPreviews } from './own-previews.ts'
import { laterFiles, VideoFiles } from './video-files.ts'

/**
 * KV key `upload/<uploadId>`. Written before the response that contains the id. Afterwards only `files` changes, because
 * every view reads this key anyway.
 */
export const Opened = v.object({
  creatorId: v.string(),
  name: v.string(),
  /** Bytes. */
  size: v.number(),
  /** Unix milliseconds. */
  openedAt: v.number(),
  /** Whether the signature requests a task flow. */
  procedure: v.boolean(),
  /** Chosen before the upload was opened. The slot `visibility` overrides it. */
  visibility: v.optional(Visibility),
  /** The video whose file this upload replaces. It is the address of the video; this upload is none. */
  replaces: v.optional(UploadId),
  /** Present if the file of this video was replaced. */
  files: v.optional(VideoFiles),
})
export type Opened = v.InferOutput<typeof Opened>

const Rendition = v.object({ url: v.string(), height: v.number() })

/**
 * The slots of a record: KV keys `upload/<uploadId>/<slot>`. Each slot is written by one kind of event only,
 * `details`, `visibility` and `captions` by the creator, and `decision` by the operator. An event never reads the slot
 * of another, so no event is lost in a race.
 * Visibility is separate from the details: a title that is changed while KV still answers an old state must not
 * publish a video that was just made private.
 */
export const slots = {
  uploaded: v.object({
    fileId: FileId,
    taskId: v.optional(v.string()),
    /** How the Worker discovered the file. Absent in old records. */
    by: v.optional(v.picklist(['event', 'question'])),
    /** Unix milliseconds of the write. */
    at: v.number(),
    /** From VOD's API. Absent while only an event claims the file. */
    media: v.optional(
      v.object({
        url: v.string(),
        extension: v.string(),
        coverUrl: v.string(),
        /** Seconds; 0 if unknown. */
        duration: v.number(),
        /** Size as displayed, pixels. Absent in old records. */
        width: v.optional(v.number()),
        height: v.optional(v.number()),
        captions: v.optional(
          v.array(v.object({ url: v.string(), language: v.string(), label: v.string() })),
        ),
        /** The chapters that VOD has; absent if it has none. Times in seconds. */
        chapters: v.optional(v.array(v.object({ start: v.number(), title: v.string() }))),
        /** The sprites of the task flow. */
        previews: v.optional(Previews),
        /** The studio's captions that VOD has; absent if it has none. */
        copiedCaptions: v.optional(
          v.object({
            ids: v.array(v.string()),
            /** Ids in every adaptive stream; absent without such streams. */
            attached: v.optional(v.array(v.string())),
            /** The default of every adaptive stream. */
            defaultId: v.optional(v.string()),
          }),
        ),
        /** Definitions of the adaptive streams, if there are any. Absent in old records. */
        streams: v.optional(v.array(v.number())),
        /** `system`: Tencent itself stopped the delivery, which nobody else can undo. */
        forbidden: v.union([v.boolean(), v.literal('system')]),
        /** Verdict of ReviewAudioVideo in VOD's API. Old records have it in the slot `review`. */
        moderation: v.optional(Moderation),
        labels: v.optional(v.array(ReviewLabel)),
      }),
    ),
    /** The image of the studio, if VOD has made no sprites. A view reads this slot anyway. */
    previews: v.optional(OwnPreviews),
  }),
  procedure: v.object({
    taskId: v.string(),
    at: v.number(),
    state: v.picklist(['processing', 'succeeded', 'failed']),
    renditions: v.array(Rendition),
    /** Some renditions failed and some succeeded. */
    partial: v.boolean(),
    /** A review of the task flow is not finished. */
    reviewing: v.boolean(),
    coverUrl: v.string(),
    moderation: v.optional(Moderation),
    labels: v.optional(v.array(ReviewLabel)),
  }),
  details: v.object({ at: v.number(), title: v.string(), description: v.string() }),
  visibility: v.object({ at: v.number(), visibility: Visibility, ...Schedule.entries }),
  /** The captions that the creator added. The key `captions/<uploadId>/<language>` holds the text. */
  captions: v.object({ at: v.number(), tracks: v.array(CaptionTrack) }),
  /** The verdict of the last review event. VOD's API may not know it yet. */
  review: v.object({
    at: v.number(),
    moderation: Moderation,
    labels: v.optional(v.array(ReviewLabel)),
  }),
  /** `verdict` is VOD's hardest verdict that the operator knew: the decision does not cover a harder one. */
  decision: v.object({ ...OperatorDecision.entries, verdict: v.optional(Moderation) }),
  deleted: v.object({ at: v.number() }),
} as const

export type Slot = keyof typeof slots

export const slotNames = Object.keys(slots) as Slot[]

/** Everything KV holds of one upload. An empty slot is an absent key. */
export const UploadRecord = v.object({ opened: Opened, ...v.partial(v.object(slots)).entries })
export type UploadRecord = v.InferOutput<typeof UploadRecord>

/** A record with the id of its upload. */
export interface UploadEntry {
  uploadId: UploadId
  record: UploadRecord
  /** The upload that has the texts of the captions; absent if it is the same one. */
  captionsOf?: UploadId
}

/** Merges two versions of a record: of each slot the later one. */
export function mergeRecords(record: UploadRecord, other: UploadRecord): UploadRecord {
  const newer = slotNames.filter((slot) => (other[slot]?.at ?? 0) > (record[slot]?.at ?? 0))
  const files = laterFiles(record.opened.files, other.opened.files)
  return {
    ...record,
    ...Object.fromEntries(newer.map((slot) => [slot, other[slot]])),
    opened: { ...record.opened, ...(files && { files }) },
  }
}
