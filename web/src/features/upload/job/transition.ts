import type { FileId, UploadId, UploadStatus } from '@reelferry/contract'
import type { Choice } from '../../../media/model/quality.ts'
import { type Details, isSame } from '../../details/model/details.ts'
import type { Trim } from '../../../media/model/trim.ts'
import type { Cover } from './cover.ts'
import type { Failure } from './failure.ts'
import { offers } from './controls.ts'
import type { ResumePoint, Job, Missing, Transferred } from './job.ts'

/** Everything that can happen to a job. */
export type JobEvent =
  /** What is to be made of it has been chosen. */
  | { type: 'choose'; choice: Choice }
  /** Its creator says something else of it. */
  | { type: 'describe'; details: Details }
  /** The edge has what was said of it. */
  | { type: 'described'; details: Details; uploadId: UploadId }
  /** Which part of it is sent has been chosen; `undefined` for all of it. */
  | { type: 'trim'; trim: Trim | undefined }
  /** Something has become of its cover, or it was taken away. */
  | { type: 'cover'; cover: Cover | undefined }
  /** Its creator wants it uploaded: the first time, or again after a failure or a cancel. */
  | { type: 'start' }
  /** Its turn has come. */
  | { type: 'begin' }
  | { type: 'opened'; uploadId: UploadId }
  | { type: 'progress'; transferred: Transferred }
  /** Something of what an earlier attempt made was found. */
  | { type: 'goes-on'; from: ResumePoint }
  /** Nothing smaller can be made of it: it is sent as it is. */
  | { type: 'goes-as-is' }
  /** The connection was lost; the transfer tries again by itself. */
  | { type: 'interrupted' }
  | { type: 'pause' }
  | { type: 'resume' }
  /** Its turn has come, and the file cannot be read. */
  | { type: 'file-missing'; needs: Missing }
  /** The file that was missing is there again. */
  | { type: 'file-found' }
  | { type: 'cancel' }
  /** The last byte is stored. */
  | { type: 'sent' }
  /** Against what was thought, VOD does not have all of it. */
  | { type: 'unsent' }
  | { type: 'committed'; fileId: FileId }
  /** What the edge says; of an upload that was published twice, it knows the file that stays. */
  | { type: 'status'; status: UploadStatus; inReview: boolean; fileId?: FileId | undefined }
  | { type: 'failed'; failure: Failure }

/** Where every transfer begins. */
export const nothingSent: Transferred = { sentBytes: 0, speed: 0, timeLeft: undefined }

/** What a job keeps through all its stages. */
const commonOf = ({ jobId, source, details, cover }: Job) => ({
  jobId,
  source,
  ...(details && { details }),
  ...(cover && { cover }),
})

/** What a job becomes by an event. An event that does not apply to its stage leaves it as it is. */
export function transition(job: Job, event: JobEvent): Job {
  const { source } = job
  const common = commonOf(job)
  switch (event.type) {
    case 'describe': {
      const { title, description, visibility } = event.details
      return { ...job, details: { title, description, ...(visibility && { visibility }) } }
    }
    case 'described':
      return job.details && isSame(job.details, event.details)
        ? { ...job, details: { ...job.details, savedFor: event.uploadId } }
        : job
    case 'choose': {
      if (!offers(job, 'start') && !offers(job, 'retry')) return job
      const choice = event.choice.quality === 'Original' ? undefined : event.choice
      return { ...job, source: made(source, choice, source.trim) }
    }
    case 'trim':
      if (!offers(job, 'start') && !offers(job, 'retry')) return job
      return { ...job, source: made(source, source.choice, event.trim) }
    case 'cover': {
      const changed: Job = { ...job }
      if (event.cover) changed.cover = event.cover
      else delete changed.cover
      return changed
    }
    case 'start':
      if (!offers(job, 'start') && !offers(job, 'retry')) return job
      return { ...common, stage: 'uploading', activity: 'waiting', transferred: nothingSent }
    case 'begin':
      if (job.stage !== 'uploading') return job
      return { ...job, activity: source.choice || source.trim ? 'compressing' : 'sending' }
    case 'opened':
      if (job.stage === 'paused') return { ...job, uploadId: event.uploadId }
      if (job.stage !== 'uploading') return job
      return {
        ...job,
        uploadId: event.uploadId,
        activity: job.activity === 'reconnecting' ? 'sending' : job.activity,
      }
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
    case 'goes-on':
      return job.stage === 'uploading' ? { ...job, goesOnFrom: event.from } : job
    case 'goes-as-is':
      if ((job.stage !== 'uploading' && job.stage !== 'paused') || !source.choice) return job
      return { ...job, source: made(source, undefined, source.trim) }
    case 'interrupted':
      if (job.stage !== 'uploading') return job
      return { ...job, activity: 'reconnecting', transferred: idle(job.transferred) }
    case 'pause':
      return job.stage === 'uploading' ? halted(job) : job
    case 'resume':
      if (job.stage !== 'paused' || job.needs) return job
      return {
        ...common,
        stage: 'uploading',
        activity: 'waiting',
        ...(job.uploadId && { uploadId: job.uploadId }),
        transferred: job.transferred,
      }
    case 'file-missing':
      if (job.stage === 'paused') return { ...job, needs: event.needs }
      return job.stage === 'uploading' ? { ...halted(job), needs: event.needs } : job
    case 'file-found':
      return job.stage === 'paused' ? halted(job) : job
    case 'cancel':
      return job.stage === 'uploading' || job.stage === 'paused'
        ? { ...common, stage: 'canceled' }
        : job
    case 'sent':
      return (job.stage === 'uploading' || job.stage === 'paused') && job.uploadId
        ? { ...common, stage: 'committing', uploadId: job.uploadId }
        : job
    case 'unsent':
      if (job.stage === 'uploading') return { ...job, transferred: nothingSent }
      if (job.stage !== 'committing') return job
      return {
        ...common,
        stage: 'uploading',
        activity: 'waiting',
        uploadId: job.uploadId,
        transferred: nothingSent,
      }
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

/** The same source, of which something else is made. */
const made = (
  { name, size, type }: Job['source'],
  choice: Job['source']['choice'],
  trim: Job['source']['trim'],
): Job['source'] => ({ name, size, type, ...(choice && { choice }), ...(trim && { trim }) })

const idle = (transferred: Transferred): Transferred => ({
  ...transferred,
  speed: 0,
  timeLeft: undefined,
})

function halted(job: Job & { stage: 'uploading' | 'paused' }) {
  const { uploadId, transferred } = job
  return {
    ...commonOf(job),
    stage: 'paused' as const,
    ...(uploadId && { uploadId }),
    transferred: idle(transferred),
  }
}

function settle(
  job: Job & { stage: 'processing' },
  { status, inReview, fileId = job.fileId }: JobEvent & { type: 'status' },
): Job {
  const { uploadId } = job
  const common = commonOf(job)
  switch (status) {
    case 'ready':
    case 'rejected':
      return { ...common, stage: status, uploadId, fileId }
    case 'failed':
      return { ...common, stage: 'failed', failure: ended('processing-failed') }
    case 'expired':
    case 'deleted':
      return { ...common, stage: 'failed', failure: ended('upload-abandoned') }
    default:
      return { ...job, fileId, inReview }
  }
}

const ended = (code: Failure['code']): Failure => ({ code, retryable: false })
