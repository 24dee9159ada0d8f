import type { FileId, UploadId, UploadStatus } from '@reelferry/contract'
import type { Choice } from '../../../media/model/quality.ts'
import { areDetailsEqual, type Details } from '../../details/model/details.ts'
import type { Trim } from '../../../media/model/trim.ts'
import type { Cover } from './cover.ts'
import type { Failure } from './failure.ts'
import { offers } from './controls.ts'
import type { Job, LostConnection, MissingAccess, ResumePoint, Source, Transferred } from './job.ts'

/** Everything that can happen to a job. */
export type JobEvent =
  /** The creator chose a quality. */
  | { type: 'choose-quality'; choice: Choice }
  /** The studio found the quality that suits the file. */
  | { type: 'suggest-quality'; choice: Choice }
  /** The creator changed title, description or visibility. */
  | { type: 'edit-details'; details: Details }
  /** The edge stored these details for an upload. */
  | { type: 'details-saved'; details: Details; uploadId: UploadId }
  /** The creator chose the time range to send; `undefined` for the whole video. */
  | { type: 'trim'; trim: Trim | undefined }
  /** The creator chose whether location and device data are removed. */
  | { type: 'private-data'; removes: boolean }
  /** The state of the cover changed, or the cover was removed. */
  | { type: 'cover'; cover: Cover | undefined }
  /** The creator starts the upload: for the first time, or again after a failure or a cancellation. */
  | { type: 'start' }
  /** The scheduler assigned a slot to the job. */
  | { type: 'slot-assigned' }
  /** The edge opened the upload. */
  | { type: 'opened'; uploadId: UploadId }
  | { type: 'progress'; transferred: Transferred }
  /** The attempt continues the work of an earlier attempt. */
  | { type: 'resumed-from'; from: ResumePoint }
  /** The original is sent, because compressing does not make the file smaller. */
  | { type: 'fell-back-to-original'; hadWrongResult?: true }
  /** A call failed; the transfer retries automatically. `lostConnection` is present if it waits for the network. */
  | { type: 'interrupted'; lostConnection?: LostConnection }
  | { type: 'pause' }
  | { type: 'resume' }
  /** The file cannot be read when the job needs it. */
  | { type: 'file-unavailable'; missing: MissingAccess }
  /** The file that was missing can be read again. */
  | { type: 'file-available' }
  | { type: 'cancel' }
  /** The creator undoes the cancellation. `before` is the job before it. */
  | { type: 'cancel-undone'; before: Job }
  /** The last byte is stored. */
  | { type: 'sent' }
  /** VOD does not have all of the file, so it is sent again. */
  | { type: 'restarted' }
  /** VOD published the file. */
  | { type: 'committed'; fileId: FileId }
  /** Status from the edge. `fileId` is the canonical file: an upload can be published twice by mistake. */
  | {
      type: 'status'
      status: UploadStatus
      inReview: boolean
      fileId?: FileId | undefined
      /** The operator's reason for a decision. */
      reason?: string | undefined
    }
  | { type: 'failed'; failure: Failure }

type Uploading = Job & { stage: 'uploading' }

/** Progress of a transfer that has not sent anything. */
export const nothingSent: Transferred = { sentBytes: 0, speed: 0, remainingSeconds: undefined }

/** The fields that a job has in every stage. */
const commonFields = ({ jobId, source, details, cover, hadWrongResult }: Job) => ({
  jobId,
  source,
  ...(details && { details }),
  ...(cover && { cover }),
  ...(hadWrongResult && { hadWrongResult }),
})

/** The fields that a job has after its file is stored at VOD. */
const sentFields = (job: Job & { stage: 'committing' | 'processing' }) => ({
  ...commonFields(job),
  uploadId: job.uploadId,
  ...(job.resultBytes !== undefined && { resultBytes: job.resultBytes }),
})

const canStart = (job: Job) => offers(job, 'start') || offers(job, 'retry')

/** Applies an event to a job. Returns the same job if the event does not apply to its stage. */
export function transition(job: Job, event: JobEvent): Job {
  const { source } = job
  switch (event.type) {
    case 'edit-details': {
      const { title, description, visibility } = event.details
      return { ...job, details: { title, description, ...(visibility && { visibility }) } }
    }
    case 'details-saved':
      return job.details && areDetailsEqual(job.details, event.details)
        ? { ...job, details: { ...job.details, savedFor: event.uploadId } }
        : job
    case 'choose-quality': {
      if (!canStart(job)) return job
      const chosen = withChoice(job, event.choice)
      return chosen.stage === 'draft' ? { ...chosen, isQualityChosen: true } : chosen
    }
    case 'suggest-quality':
      return job.stage === 'draft' && !job.isQualityChosen ? withChoice(job, event.choice) : job
    case 'trim':
      if (!canStart(job)) return job
      return { ...job, source: sourceWith(source, source.choice, event.trim) }
    case 'private-data':
      if (!canStart(job)) return job
      return { ...job, source: { ...source, removesPrivateData: event.removes } }
    case 'cover': {
      const changed: Job = { ...job }
      if (event.cover) changed.cover = event.cover
      else delete changed.cover
      return changed
    }
    case 'start':
      return canStart(job) ? waiting(job, { transferred: nothingSent }) : job
    case 'slot-assigned':
      if (job.stage !== 'uploading') return job
      return { ...job, activity: source.choice || source.trim ? 'compressing' : 'sending' }
    case 'opened': {
      const { uploadId } = event
      if (job.stage === 'paused') return { ...job, uploadId }
      if (job.stage !== 'uploading') return job
      return { ...connected(job), uploadId }
    }
    case 'progress':
      return job.stage === 'uploading' ? withProgress(job, event.transferred) : job
    case 'resumed-from':
      return job.stage === 'uploading' ? { ...job, resumedFrom: event.from } : job
    case 'fell-back-to-original':
      if ((job.stage !== 'uploading' && job.stage !== 'paused') || !source.choice) return job
      return {
        ...job,
        source: sourceWith(source, undefined, source.trim),
        ...(event.hadWrongResult && { hadWrongResult: true }),
      }
    case 'interrupted':
      return job.stage === 'uploading' ? interrupted(job, event.lostConnection) : job
    case 'pause':
      return job.stage === 'uploading' ? { ...paused(job), isRequested: true } : job
    case 'resume':
      if (job.stage !== 'paused') return job
      return job.missing ? { ...paused(job), missing: job.missing } : waiting(job, job)
    case 'file-unavailable':
      if (job.stage === 'paused') return { ...job, missing: event.missing }
      return job.stage === 'uploading' ? { ...paused(job), missing: event.missing } : job
    case 'file-available':
      return job.stage === 'paused' ? paused(job) : job
    case 'cancel':
      return job.stage === 'uploading' || job.stage === 'paused'
        ? { ...commonFields(job), stage: 'canceled' }
        : job
    case 'cancel-undone':
      return job.stage === 'canceled' ? uncanceled(job, event.before) : job
    case 'sent':
      return (job.stage === 'uploading' || job.stage === 'paused') && job.uploadId
        ? {
            ...commonFields(job),
            stage: 'committing',
            uploadId: job.uploadId,
            ...(job.transferred.result && { resultBytes: job.transferred.result.totalBytes }),
          }
        : job
    case 'restarted':
      if (job.stage === 'uploading') return { ...job, transferred: nothingSent }
      if (job.stage !== 'committing') return job
      return waiting(job, { uploadId: job.uploadId, transferred: nothingSent })
    case 'committed': {
      if (job.stage !== 'committing') return job
      const { fileId } = event
      return { ...sentFields(job), stage: 'processing', fileId, inReview: false }
    }
    case 'status':
      return job.stage === 'processing' ? withStatus(job, event) : job
    case 'failed':
      return ['uploading', 'paused', 'committing', 'processing'].includes(job.stage)
        ? { ...commonFields(job), stage: 'failed', failure: event.failure }
        : job
  }
}

function interrupted(job: Uploading, lostConnection: LostConnection | undefined): Job {
  return {
    ...connected(job),
    activity: 'reconnecting',
    transferred: withoutSpeed(job.transferred),
    ...(lostConnection && { lostConnection }),
  }
}

/** An uploading job that does not wait for the network any more. */
function connected(job: Uploading): Uploading {
  const next = { ...job }
  delete next.lostConnection
  if (next.activity === 'reconnecting') next.activity = 'sending'
  return next
}

const withChoice = (job: Job, choice: Choice): Job => ({
  ...job,
  source: sourceWith(
    job.source,
    choice.quality === 'Original' ? undefined : choice,
    job.source.trim,
  ),
})

function sourceWith(source: Source, choice: Source['choice'], trim: Source['trim']): Source {
  const next: Source = { ...source }
  delete next.choice
  delete next.trim
  return { ...next, ...(choice && { choice }), ...(trim && { trim }) }
}

const withoutSpeed = (transferred: Transferred): Transferred => ({
  ...transferred,
  speed: 0,
  remainingSeconds: undefined,
})

const waiting = (
  job: Job,
  { uploadId, transferred }: { uploadId?: UploadId; transferred: Transferred },
): Job => ({
  ...commonFields(job),
  stage: 'uploading',
  activity: 'waiting',
  ...(uploadId && { uploadId }),
  transferred,
})

/** The job as it was before it was canceled, with the details and the cover of now. A job that was being sent waits. */
function uncanceled(job: Job, before: Job): Job {
  if (before.stage !== 'uploading' && before.stage !== 'paused') return job
  const restored: Job = { ...before, ...commonFields(job) }
  if (!job.cover) delete restored.cover
  return restored.stage === 'uploading' ? waiting(restored, before) : restored
}

function paused(job: Job & { stage: 'uploading' | 'paused' }) {
  const { uploadId, transferred } = job
  return {
    ...commonFields(job),
    stage: 'paused' as const,
    ...(uploadId && { uploadId }),
    transferred: withoutSpeed(transferred),
  }
}

function withProgress(job: Uploading, transferred: Transferred): Job {
  // Bytes that are sent again after an interruption were already shown.
  const sentBytes = Math.max(job.transferred.sentBytes, transferred.sentBytes)
  const isCompressing = (transferred.result?.encoded ?? 1) < 1
  return {
    ...connected(job),
    activity: isCompressing ? 'compressing' : 'sending',
    transferred: { ...transferred, sentBytes },
  }
}

function withStatus(
  job: Job & { stage: 'processing' },
  { status, inReview, reason, fileId = job.fileId }: JobEvent & { type: 'status' },
): Job {
  switch (status) {
    case 'ready':
      return { ...sentFields(job), stage: 'ready', fileId }
    case 'rejected':
      return { ...sentFields(job), stage: 'rejected', fileId, ...(reason && { reason }) }
    case 'failed':
      return { ...commonFields(job), stage: 'failed', failure: finalFailure('processing-failed') }
    case 'expired':
    case 'deleted':
      return { ...commonFields(job), stage: 'failed', failure: finalFailure('upload-abandoned') }
    default:
      return { ...job, fileId, inReview }
  }
}

const finalFailure = (code: Failure['code']): Failure => ({ code, retryable: false })
