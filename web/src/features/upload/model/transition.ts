import type { FileId, UploadId, UploadStatus } from '@reelferry/contract'
import type { Choice } from '../../compress/model/quality.ts'
import type { Failure } from './failure.ts'
import type { Job, Transferred } from './job.ts'

/** Everything that can happen to a job. */
export type JobEvent =
  /** What is to be made of it has been chosen. */
  | { type: 'choose'; choice: Choice }
  /** Its creator wants it uploaded: the first time, or again after a failure or a cancel. */
  | { type: 'start' }
  /** Its turn has come. */
  | { type: 'begin' }
  | { type: 'opened'; uploadId: UploadId }
  | { type: 'progress'; transferred: Transferred }
  /** The connection was lost; the transfer tries again by itself. */
  | { type: 'interrupted' }
  | { type: 'pause' }
  | { type: 'resume' }
  /** The file that was missing has been chosen again. */
  | { type: 'file-found' }
  | { type: 'cancel' }
  /** The last byte is stored. */
  | { type: 'sent' }
  | { type: 'committed'; fileId: FileId }
  | { type: 'status'; status: UploadStatus; inReview: boolean }
  | { type: 'failed'; failure: Failure }

const nothingSent: Transferred = { sentBytes: 0, speed: 0, timeLeft: undefined }

/** Whether {@link transition} would start this job. */
export function canStart(job: Job): boolean {
  return (
    (job.stage === 'draft' && job.refusal === undefined) ||
    job.stage === 'canceled' ||
    (job.stage === 'failed' && job.failure.retryable)
  )
}

/** What a job becomes by an event. An event that does not apply to its stage leaves it as it is. */
export function transition(job: Job, event: JobEvent): Job {
  const { jobId, source } = job
  const common = { jobId, source }
  switch (event.type) {
    case 'choose': {
      if (!canStart(job)) return job
      const { name, size, type } = source
      const { choice } = event
      const isOriginal = choice.quality === 'Original'
      return { ...job, source: { name, size, type, ...(!isOriginal && { choice }) } }
    }
    case 'start':
      if (!canStart(job)) return job
      return { ...common, stage: 'uploading', activity: 'waiting', transferred: nothingSent }
    case 'begin':
      if (job.stage !== 'uploading') return job
      return { ...job, activity: source.choice ? 'compressing' : 'sending' }
    case 'opened':
      return job.stage === 'uploading' || job.stage === 'paused'
        ? { ...job, uploadId: event.uploadId }
        : job
    case 'progress': {
      if (job.stage !== 'uploading') return job
      // What is sent again after an interruption has been shown before.
      const sentBytes = Math.max(job.transferred.sentBytes, event.transferred.sentBytes)
      const isCompressing = (event.transferred.result?.encoded ?? 1) < 1
      return {
        ...job,
        activity: isCompressing ? 'compressing' : 'sending',
        transferred: { ...event.transferred, sentBytes },
      }
    }
    case 'interrupted':
      if (job.stage !== 'uploading') return job
      return { ...job, activity: 'reconnecting', transferred: idle(job.transferred) }
    case 'pause': {
      if (job.stage !== 'uploading') return job
      const { uploadId, transferred } = job
      return {
        ...common,
        stage: 'paused',
        needsFile: false,
        ...(uploadId && { uploadId }),
        transferred: idle(transferred),
      }
    }
    case 'resume':
      if (job.stage !== 'paused' || job.needsFile) return job
      return {
        ...common,
        stage: 'uploading',
        activity: 'waiting',
        ...(job.uploadId && { uploadId: job.uploadId }),
        transferred: job.transferred,
      }
    case 'file-found':
      if (job.stage !== 'paused') return job
      // Where nothing was opened yet, its creator has not seen it start either.
      return job.uploadId ? { ...job, needsFile: false } : { ...common, stage: 'draft' }
    case 'cancel':
      return job.stage === 'uploading' || job.stage === 'paused'
        ? { ...common, stage: 'canceled' }
        : job
    case 'sent':
      return (job.stage === 'uploading' || job.stage === 'paused') && job.uploadId
        ? { ...common, stage: 'committing', uploadId: job.uploadId }
        : job
    case 'committed':
      return job.stage === 'committing'
        ? {
            ...common,
            stage: 'processing',
            uploadId: job.uploadId,
            fileId: event.fileId,
            inReview: false,
          }
        : job
    case 'status':
      return job.stage === 'processing' ? settle(job, event) : job
    case 'failed':
      return ['uploading', 'paused', 'committing', 'processing'].includes(job.stage)
        ? { ...common, stage: 'failed', failure: event.failure }
        : job
  }
}

const idle = (transferred: Transferred): Transferred => ({
  ...transferred,
  speed: 0,
  timeLeft: undefined,
})

function settle(
  job: Job & { stage: 'processing' },
  { status, inReview }: JobEvent & { type: 'status' },
): Job {
  const { jobId, source, uploadId, fileId } = job
  switch (status) {
    case 'ready':
    case 'rejected':
      return { jobId, source, stage: status, uploadId, fileId }
    case 'failed':
      return { jobId, source, stage: 'failed', failure: ended('processing-failed') }
    case 'expired':
    case 'deleted':
      return { jobId, source, stage: 'failed', failure: ended('upload-abandoned') }
    default:
      return { ...job, inReview }
  }
}

const ended = (code: Failure['code']): Failure => ({ code, retryable: false })
