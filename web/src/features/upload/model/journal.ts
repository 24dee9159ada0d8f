import { FileId, type UploadId, UploadId as UploadIdSchema } from '@reelferry/contract'
import * as v from 'valibot'
import { Choice } from '../../compress/model/quality.ts'
import type { Job } from './job.ts'

/**
 * What outlives the page of one job: enough to go on from what VOD has, once the file is there again.
 * Stored, so it is read back through this schema.
 */
export const JournalEntry = v.object({
  jobId: v.pipe(v.string(), v.minLength(1)),
  /** Unix milliseconds when it was added; the queue's order. */
  addedAt: v.number(),
  source: v.object({
    name: v.string(),
    size: v.number(),
    type: v.string(),
    choice: v.exactOptional(Choice),
  }),
  /** Of the file's content, by which it is known again. */
  fingerprint: v.string(),
  uploadId: v.optional(UploadIdSchema),
  /** VOD's, for as long as it remembers the session: a day. */
  sessionKey: v.string(),
  fileId: v.optional(FileId),
  /** How far it had come: whether something is still to be sent, awaited, or neither. */
  phase: v.picklist(['unsent', 'processing', 'ready', 'rejected']),
})
export type JournalEntry = v.InferOutput<typeof JournalEntry>

/** Which phase a job is journaled under. */
export function phaseOf(job: Job): JournalEntry['phase'] {
  switch (job.stage) {
    case 'processing':
    case 'ready':
    case 'rejected':
      return job.stage
    default:
      return 'unsent'
  }
}

/** The job an entry stands for, when a page opens that does not have its file. */
export function restoredJob(entry: JournalEntry): Job {
  const { jobId, source, phase, uploadId, fileId } = entry
  if (phase !== 'unsent' && uploadId && fileId) {
    const published = { jobId, source, uploadId, fileId }
    return phase === 'processing'
      ? { ...published, stage: phase, inReview: false }
      : { ...published, stage: phase }
  }
  return {
    jobId,
    source,
    stage: 'paused',
    needsFile: true,
    ...withUpload(uploadId),
    transferred: { sentBytes: 0, speed: 0, timeLeft: undefined },
  }
}

const withUpload = (uploadId: UploadId | undefined) => uploadId && { uploadId }
