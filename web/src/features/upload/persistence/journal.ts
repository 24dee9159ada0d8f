import { FileId, UploadId } from '@reelferry/contract'
import * as v from 'valibot'
import { Choice } from '../../../media/model/quality.ts'
import { KeptDetails } from '../../details/model/details.ts'
import { Trim } from '../../../media/model/trim.ts'
import { Cover } from '../job/cover.ts'
import { Failure } from '../job/failure.ts'
import type { Job } from '../job/job.ts'
import { nothingSent } from '../job/transition.ts'

const Bytes = v.pipe(v.number(), v.integer(), v.minValue(0))

/**
 * What outlives the page of one job: enough to go on from what VOD has. Stored, so it is read back
 * through this schema.
 */
export const JournalEntry = v.object({
  jobId: v.pipe(v.string(), v.minLength(1)),
  /** Whose it is; absent in entries from before that was written down. */
  creatorId: v.exactOptional(v.string()),
  /** Unix milliseconds when it was added; the queue's order. */
  addedAt: v.number(),
  source: v.object({
    name: v.string(),
    size: v.number(),
    type: v.string(),
    choice: v.exactOptional(Choice),
    trim: v.exactOptional(Trim),
  }),
  details: v.exactOptional(KeptDetails),
  cover: v.exactOptional(Cover),
  /** Of the file's content, by which it is known again. */
  fingerprint: v.string(),
  uploadId: v.optional(UploadId),
  /** VOD's, for as long as it remembers the session: a day. */
  sessionKey: v.string(),
  /** How what it may have stored was cut into parts. */
  cuts: v.optional(v.array(v.object({ from: Bytes, size: v.pipe(Bytes, v.minValue(1)) })), []),
  fileId: v.optional(FileId),
  /** The stage it was in. */
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

/** The job an entry stands for, when a page opens. What was being sent goes on. */
export function restoredJob(entry: JournalEntry): Job {
  const { jobId, source, details, cover, stage, uploadId, fileId, failure } = entry
  const common = {
    ...{ jobId, source },
    ...(details && { details }),
    ...(cover && { cover: restoredCover(cover) }),
  }
  const opened = { ...common, ...(uploadId && { uploadId }), transferred: nothingSent }
  switch (stage) {
    case 'processing':
      if (uploadId && fileId) return { ...common, stage, uploadId, fileId, inReview: false }
      break
    case 'ready':
    case 'rejected':
      if (uploadId && fileId) return { ...common, stage, uploadId, fileId }
      break
    case 'committing':
      if (uploadId) return { ...common, stage, uploadId }
      break
    case 'failed':
      if (failure) return { ...common, stage, failure }
      break
    case 'draft':
    case 'canceled':
      return { ...common, stage }
    case 'uploading':
      return { ...opened, stage, activity: 'waiting' }
    case 'paused':
      break
  }
  return { ...opened, stage: 'paused' }
}

/** What was on its way when the page ended is sent anew. */
const restoredCover = (cover: Cover): Cover =>
  cover.state === 'sending' ? { state: 'chosen', id: cover.id } : cover
