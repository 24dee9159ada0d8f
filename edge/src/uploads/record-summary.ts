import { DecisionKind, FileId, Moderation } from '@reelferry/contract'
import * as v from 'valibot'
import type { Opened, Slot, UploadRecord } from './upload-record.ts'

/** How the Worker discovered a file: VOD's webhook, or a poll because the webhook was late. */
export type DiscoveredBy = 'webhook' | 'poll'

/** Stored names of {@link DiscoveredBy}. */
export const storedBy = { webhook: 'event', poll: 'question' } as const

/**
 * The part of a slot that the operator's statistics need. It is stored as the metadata of the slot's KV key: writing it
 * needs no further operation, and one list operation returns a thousand of them.
 */
const SlotSummary = v.object({
  /** Unix ms. */
  at: v.number(),
  size: v.optional(v.number()),
  /** Whether a task flow has to finish. */
  procedure: v.optional(v.boolean()),
  by: v.optional(v.picklist(['event', 'question'])),
  playable: v.optional(v.boolean()),
  forbidden: v.optional(v.union([v.boolean(), v.literal('system')])),
  state: v.optional(v.picklist(['processing', 'succeeded', 'failed'])),
  partial: v.optional(v.boolean()),
  reviewing: v.optional(v.boolean()),
  moderation: v.optional(Moderation),
  decision: v.optional(DecisionKind),
})

/** The summary of one KV key. The key of the slot `uploaded` also holds the slot `procedure`: `task`. */
export const RecordSummary = v.object({ ...SlotSummary.entries, task: v.optional(SlotSummary) })
export type RecordSummary = v.InferOutput<typeof RecordSummary>

export const summarizeOpened = ({ openedAt, size, procedure }: Opened): RecordSummary => ({
  at: openedAt,
  size,
  procedure,
})

export function summarizeSlot<S extends Slot>(
  slot: S,
  content: NonNullable<UploadRecord[S]>,
): RecordSummary {
  const { at, uploaded, procedure, review, decision }: { at: number } & Partial<UploadRecord> = {
    at: content.at,
    [slot]: content,
  }
  if (uploaded)
    return {
      at,
      procedure: uploaded.taskId !== undefined,
      playable: uploaded.media !== undefined,
      forbidden: uploaded.media?.forbidden ?? false,
      ...(uploaded.media?.moderation && { moderation: uploaded.media.moderation }),
    }
  if (procedure) {
    const { state, partial, reviewing, moderation, renditions } = procedure
    const playable = renditions.length > 0
    return { at, state, partial, reviewing, playable, ...(moderation && { moderation }) }
  }
  if (decision) {
    const { verdict } = decision
    return { at, decision: decision.decision, ...(verdict && { moderation: verdict }) }
  }
  return { at, ...(review && { moderation: review.moderation }) }
}

/** Summaries do not contain file ids. */
const noFileId = v.parse(FileId, '0')

/** A record that has the same status as the summarized one. Names and URLs are empty. */
export function recordFromSummaries(
  opened: RecordSummary,
  summaries: Partial<Record<Slot, RecordSummary>>,
): UploadRecord {
  const { uploaded, procedure, review, decision, deleted } = summaries
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
        fileId: noFileId,
        at: uploaded.at,
        ...(uploaded.procedure && { taskId: '' }),
        ...(uploaded.playable && {
          media: {
            ...media,
            forbidden: uploaded.forbidden ?? false,
            ...(uploaded.moderation && { moderation: uploaded.moderation }),
          },
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
    ...(decision?.decision && {
      decision: {
        at: decision.at,
        decision: decision.decision,
        reason: '',
        by: '',
        ...(decision.moderation && { verdict: decision.moderation }),
      },
    }),
    ...(deleted && { deleted: { at: deleted.at } }),
  }
}
