import type { FileId, UploadId } from '@reelferry/contract'
import type { Choice } from '../../../media/model/quality.ts'
import type { PersistedDetails } from '../../details/model/details.ts'
import type { Trim } from '../../../media/model/trim.ts'
import type { Cover } from './cover.ts'
import type { Failure } from './failure.ts'

/** The video whose file a job replaces. The video keeps its address and its details. */
export interface ReplacedVideo {
  uploadId: UploadId
  title: string
}

/** The source file, as the queue shows it. The journal stores these members under the same names. */
export interface Source {
  name: string
  /** Bytes. */
  size: number
  /** MIME type as the browser reports it, or `''`. */
  type: string
  /** Quality to compress to; absent if the source is not compressed. */
  choice?: Choice
  /** Time range to send; absent for the whole video. */
  trim?: Trim
  /** Whether location and device data are removed; absent in jobs that an earlier version started. */
  removesPrivateData?: boolean
  /** Absent for a new video. */
  replaces?: ReplacedVideo
}

/** Progress of the compressed file that is sent in place of the source. */
export interface ResultProgress {
  /** Bytes of the compressed file: its size, or the expected size while it grows. */
  totalBytes: number
  /** Share of the source that is compressed, from 0 to 1. */
  encoded: number
  /** Seconds until the compression ends; absent while unknown. */
  remainingEncodingSeconds?: number
}

/**
 * Resume point of a compressed upload: `result` resumes with the finished file, `source` starts the compression again,
 * because nothing can be appended to an unfinished file.
 */
export type ResumePoint = 'result' | 'source'

/** Progress of the transfer of a job. */
export interface Transferred {
  /** Bytes. Never decreases within one attempt, also when parts are sent again. */
  sentBytes: number
  /** Bytes per second, averaged; 0 while unknown. */
  speed: number
  /** Seconds until the last byte is sent, rounded; 0 for less than ten seconds, `undefined` while unknown. */
  remainingSeconds: number | undefined
  /** Present if a compressed file is sent in place of the source. */
  result?: ResultProgress
}

/** Activity of an upload. A job that compresses sends the finished parts at the same time. */
export type Activity = 'waiting' | 'compressing' | 'sending' | 'reconnecting'

/**
 * Missing access to the file of a restored job: `file` must be chosen again; the `permission` to read it is only
 * granted after a click.
 */
export type MissingAccess = 'file' | 'permission'

/** A transfer that waits for the network. */
export interface LostConnection {
  /** Unix time of the next retry in milliseconds; absent if the browser reports that the device is offline. */
  retryAt?: number
}

/** Fields of a job whose file is stored at VOD. */
interface SentFields {
  uploadId: UploadId
  /** Bytes of the compressed file that was sent; absent if the source was sent. */
  resultBytes?: number
}

interface CommonFields {
  /** Unique in this browser's queue. */
  jobId: string
  source: Source
  /** Absent until the creator enters any. */
  details?: PersistedDetails
  /** Absent if VOD's own cover is used. */
  cover?: Cover
  /** Present if a result differed from the source, so that the source is sent. */
  hadWrongResult?: true
}

/** One entry of the studio's queue. The discriminant is `stage`, which is also `data-stage` on the page. */
export type Job = CommonFields &
  (
    | {
        stage: 'draft'
        /** Present if the creator chose the quality, also the original. Then no other one is suggested. */
        isQualityChosen?: boolean
      }
    | {
        stage: 'uploading'
        activity: Activity
        uploadId?: UploadId
        transferred: Transferred
        /** Present if an earlier attempt started to compress the source. */
        resumedFrom?: ResumePoint
        /** Present while the job waits for the network. */
        lostConnection?: LostConnection
      }
    | {
        stage: 'paused'
        uploadId?: UploadId
        transferred: Transferred
        /** Present if the job cannot be resumed without it. */
        missing?: MissingAccess
        /** Whether the creator paused the job. Otherwise it continues as soon as its file can be read. */
        isRequested?: true
      }
    | ({ stage: 'committing' } & SentFields)
    | ({ stage: 'processing'; fileId: FileId; inReview: boolean } & SentFields)
    | ({ stage: 'ready'; fileId: FileId } & SentFields)
    | ({
        stage: 'rejected'
        fileId: FileId
        /** The operator's reason; absent if VOD's review blocked the video. */
        reason?: string
      } & SentFields)
    | { stage: 'failed'; failure: Failure }
    | { stage: 'canceled' }
  )

export type Stage = Job['stage']

/** The id of the video in links; absent until it is known. */
export const addressOf = (job: Job): UploadId | undefined =>
  job.source.replaces?.uploadId ?? ('uploadId' in job ? job.uploadId : undefined)

/** The stage that pages show and events report. There, `compressing` is a separate stage. */
export const shownStage = (job: Job): Stage | 'compressing' =>
  job.stage === 'uploading' && job.activity === 'compressing' ? 'compressing' : job.stage

/** Whether a job occupies one of the scheduler's slots. */
export const holdsSlot = (job: Job): boolean =>
  job.stage === 'committing' || (job.stage === 'uploading' && job.activity !== 'waiting')
