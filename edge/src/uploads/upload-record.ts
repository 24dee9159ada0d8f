import { FileId, Moderation, Visibility } from '@reelferry/contract'
import * as v from 'valibot'

/** `upload/<uploadId>`: what was opened, by whom. Written once, before the answer goes out. */
export const Opened = v.object({
  creatorId: v.string(),
  name: v.string(),
  /** Bytes. */
  size: v.number(),
  /** Unix milliseconds. */
  openedAt: v.number(),
  /** Whether its signature asks VOD to run a task flow. */
  procedure: v.boolean(),
})
export type Opened = v.InferOutput<typeof Opened>

const Rendition = v.object({ url: v.string(), height: v.number() })

/**
 * The slots of an upload. Each kind of event owns one (`details` and `visibility` belong to the creator), and
 * rewrites only that one: no event ever reads what another wrote, so none can be lost to a race. A title changed
 * a moment after a video was made private must not publish it again, though KV still answers the old state.
 */
export const slots = {
  uploaded: v.object({
    fileId: FileId,
    taskId: v.optional(v.string()),
    /** Unix milliseconds when it was learned. */
    at: v.number(),
    /** What VOD's own API says of the medium; absent until it has been asked. */
    media: v.optional(
      v.object({
        url: v.string(),
        extension: v.string(),
        coverUrl: v.string(),
        /** Seconds; 0 while unknown. */
        duration: v.number(),
        /** As shown, in pixels; absent in records from before it was asked for. */
        width: v.optional(v.number()),
        height: v.optional(v.number()),
        captions: v.optional(
          v.array(v.object({ url: v.string(), language: v.string(), label: v.string() })),
        ),
        forbidden: v.boolean(),
      }),
    ),
  }),
  procedure: v.object({
    taskId: v.string(),
    at: v.number(),
    state: v.picklist(['processing', 'succeeded', 'failed']),
    renditions: v.array(Rendition),
    /** Whether some renditions failed, though others did not. */
    partial: v.boolean(),
    /** Whether a review of the flow has not spoken yet. */
    reviewing: v.boolean(),
    coverUrl: v.string(),
    moderation: v.optional(Moderation),
  }),
  details: v.object({ at: v.number(), title: v.string(), description: v.string() }),
  visibility: v.object({ at: v.number(), visibility: Visibility }),
  review: v.object({ at: v.number(), moderation: Moderation }),
  deleted: v.object({ at: v.number() }),
} as const

export type Slot = keyof typeof slots

/** All that is known of one upload; an empty slot is an absent key. */
export const Facts = v.object({ opened: Opened, ...v.partial(v.object(slots)).entries })
export type Facts = v.InferOutput<typeof Facts>

/** Two views of one upload in one: of each slot the later fact. */
export function merge(one: Facts, other: Facts): Facts {
  const newer = (Object.keys(slots) as Slot[]).filter(
    (slot) => (other[slot]?.at ?? 0) > (one[slot]?.at ?? 0),
  )
  return { ...one, ...Object.fromEntries(newer.map((slot) => [slot, other[slot]])) }
}
