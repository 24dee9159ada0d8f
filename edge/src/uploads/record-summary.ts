import { Moderation } from '@reelferry/contract'
import * as v from 'valibot'
import type { Facts, Opened, Slot } from './upload-record.ts'

/** Whether VOD told of a file by a notification, or was asked because that was late. */
export type Heard = 'event' | 'question'

/**
 * What the operator's summary needs of a record. It is the metadata of the record's own key, so it costs
 * no operation when it is written, and a list brings a thousand of them at once.
 */
export const Outline = v.object({
  /** Unix ms. */
  at: v.number(),
  size: v.optional(v.number()),
  /** Whether a task flow is to be awaited. */
  procedure: v.optional(v.boolean()),
  by: v.optional(v.picklist(['event', 'question'])),
  playable: v.optional(v.boolean()),
  forbidden: v.optional(v.boolean()),
  state: v.optional(v.picklist(['processing', 'succeeded', 'failed'])),
  partial: v.optional(v.boolean()),
  reviewing: v.optional(v.boolean()),
  moderation: v.optional(Moderation),
})
export type Outline = v.InferOutput<typeof Outline>

export const outlineOpened = ({ openedAt, size, procedure }: Opened): Outline => ({
  at: openedAt,
  size,
  procedure,
})

export function outlineSlot<S extends Slot>(
  slot: S,
  fact: NonNullable<Facts[S]>,
  by: Heard | undefined,
): Outline {
  const { at, uploaded, procedure, review }: { at: number } & Partial<Facts> = {
    at: fact.at,
    [slot]: fact,
  }
  if (uploaded)
    return {
      at,
      ...(by && { by }),
      procedure: uploaded.taskId !== undefined,
      playable: uploaded.media !== undefined,
      forbidden: uploaded.media?.forbidden ?? false,
    }
  if (procedure) {
    const { state, partial, reviewing, moderation, renditions } = procedure
    const playable = renditions.length > 0
    return { at, state, partial, reviewing, playable, ...(moderation && { moderation }) }
  }
  return { at, ...(review && { moderation: review.moderation }) }
}

/** Facts that come to the same status as those that were outlined. Names and addresses are not in them. */
export function factsFrom(opened: Outline, outlines: Partial<Record<Slot, Outline>>): Facts {
  const { uploaded, procedure, review, deleted } = outlines
  const media = { url: '', extension: '', coverUrl: '', duration: 0 }
  return {
    opened: {
      creatorId: '',
      name: '',
      size: opened.size ?? 0,
      openedAt: opened.at,
      procedure: opened.procedure ?? false,
    },
    ...(uploaded && {
      uploaded: {
        fileId: '0' as NonNullable<Facts['uploaded']>['fileId'],
        at: uploaded.at,
        ...(uploaded.procedure && { taskId: '' }),
        ...(uploaded.playable && {
          media: { ...media, forbidden: uploaded.forbidden ?? false },
        }),
      },
    }),
    ...(procedure && {
      procedure: {
        taskId: '',
        at: procedure.at,
        state: procedure.state ?? 'processing',
        renditions: procedure.playable ? [{ url: '', height: 0 }] : [],
        partial: procedure.partial ?? false,
        reviewing: procedure.reviewing ?? false,
        coverUrl: '',
        ...(procedure.moderation && { moderation: procedure.moderation }),
      },
    }),
    ...(review?.moderation && { review: { at: review.at, moderation: review.moderation } }),
    ...(deleted && { deleted: { at: deleted.at } }),
  }
}
