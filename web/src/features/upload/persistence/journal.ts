import { FileId, UploadId } from '@reelferry/contract'
import * as v from 'valibot'
import { Choice } from '../../../media/model/quality.ts'
import { PersistedDetails } from '../../details/model/details.ts'
import { Trim } from '../../../media/model/trim.ts'
import { Cover } from '../job/cover.ts'
import { Failure } from '../job/failure.ts'
import type { Job } from '../job/job.ts'
import { nothingSent } from '../job/transition.ts'

const Bytes = v.pipe(v.number(), v.integer(), v.minValue(0))

/**
 * Stored state of a job: enough for a later page to resume it. Member names are stored in IndexedDB and must not
 * change. Entries are read through this schema, because another version may have written them.
 */
export const JournalEntry = v.object({
  jobId: v.pipe(v.string(), v.minLength(1)),
  /** The creator of the job; absent in entries of earlier versions. */
  creatorId: v.exactOptional(v.string()),
  /** Unix time in milliseconds when the job was added. */
  addedAt: v.number(),
  /** Defines the order of the queue; absent in entries of earlier versions, which `addedAt` orders. */
  position: v.exactOptional(v.number()),
  source: v.object({
    name: v.string(),
    size: v.number(),
    type: v.string(),
    choice: v.exactOptional(Choice),
    trim: v.exactOptional(Trim),
    /** Absent in entries of earlier versions. */
    removesPrivateData: v.exactOptional(v.boolean()),
    /** Absent for a new video. */
    replaces: v.exactOptional(v.object({ uploadId: UploadId, title: v.string() })),
  }),
  /** Whether the creator chose the quality of a draft. */
  isQualityChosen: v.exactOptional(v.boolean()),
  details: v.exactOptional(PersistedDetails),
  cover: v.exactOptional(Cover),
  /** Identifies the file by its content. */
  fingerprint: v.string(),
  uploadId: v.optional(UploadId),
  /** VOD's session key, which VOD accepts for one day. */
  sessionKey: v.string(),
  /** Part layout of the stored parts. */
  cuts: v.optional(v.array(v.object({ from: Bytes, size: v.pipe(Bytes, v.minValue(1)) })), []),
  fileId: v.optional(FileId),
  /** Bytes of the compressed file that was sent. */
  resultBytes: v.exactOptional(v.number()),
  /** The operator's reason for rejecting the video. */
  reason: v.exactOptional(v.string()),
  /** Whether a result differed from the source. */
  hadWrongResult: v.exactOptional(v.literal(true)),
  stage: v.picklist([
    'draft',
    'uploading',
    'paused',
    'committing',
    'processing',
    'ready',
    'rejected',
    'failed',
    'canceled',
  ]),
  failure: v.optional(Failure),
})
export type JournalEntry = v.InferOutput<typeof JournalEntry>

/** Restores a job from its entry. A job that was uploading continues automatically. */
export function restoredJob(entry: JournalEntry): Job {
  const { jobId, source, details, cover, stage, uploadId, fileId, resultBytes, failure } = entry
  const common = {
    ...{ jobId, source },
    ...(details && { details }),
    ...(cover && { cover: restoredCover(cover) }),
    ...(entry.hadWrongResult && { hadWrongResult: true as const }),
  }
  const sent = { ...common, ...(resultBytes !== undefined && { resultBytes }) }
  const opened = { ...common, ...(uploadId && { uploadId }), transferred: nothingSent }
  switch (stage) {
    case 'processing':
      if (uploadId && fileId) return { ...sent, stage, uploadId, fileId, inReview: false }
      break
    case 'ready':
      if (uploadId && fileId) return { ...sent, stage, uploadId, fileId }
      break
    case 'rejected':
      if (uploadId && fileId)
        return { ...sent, stage, uploadId, fileId, ...(entry.reason && { reason: entry.reason }) }
      break
    case 'committing':
      if (uploadId) return { ...sent, stage, uploadId }
      break
    case 'failed':
      if (failure) return { ...common, stage, failure }
      break
    case 'draft': {
      // Earlier versions did not store whether the creator or the studio chose a quality.
      const isQualityChosen = entry.isQualityChosen ?? source.choice !== undefined
      return {
        ...common,
        // Nothing of a draft is sent. A job that was being sent continues with the same bytes.
        source: { removesPrivateData: true, ...source },
        stage,
        ...(isQualityChosen && { isQualityChosen }),
      }
    }
    case 'canceled':
      return { ...common, stage }
    case 'uploading':
      return { ...opened, stage, activity: 'waiting' }
    case 'paused':
      break
  }
  return { ...opened, stage: 'paused', isRequested: true }
}

/** A cover that was being sent when the page ended is sent again. */
const restoredCover = (cover: Cover): Cover =>
  cover.state === 'sending' ? { state: 'chosen', id: cover.id } : cover
