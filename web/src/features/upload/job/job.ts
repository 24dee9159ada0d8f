import type { FileId, ProblemCode, UploadId } from '@reelferry/contract'
import type { Choice } from '../../../media/model/quality.ts'
import type { KeptDetails } from '../../details/model/details.ts'
import type { Trim } from '../../../media/model/trim.ts'
import type { Cover } from './cover.ts'
import type { Failure } from './failure.ts'

/** What of a source file the queue shows. */
interface Source {
  name: string
  /** Bytes. */
  size: number
  /** MIME type as the browser says it, or `''`. */
  type: string
  /** What is made of it before it is sent; absent where it goes up as it is. */
  choice?: Choice
  /** The part of it that is sent; absent where that is all of it. */
  trim?: Trim
}

/** Progress of the compressed file that is sent in place of the source. */
export interface ResultProgress {
  /** Bytes of the compressed file: its size, or the expected size while it grows. */
  totalBytes: number
  /** Share of the source that is compressed, from 0 to 1. */
  encoded: number
  /** Seconds until the compression ends; absent while unknown. */
  encodingLeft?: number
}

/**
 * Resume point of a compressed upload: `result` resumes with the finished file, `source` starts the compression again,
 * because nothing can be appended to an unfinished file.
 */
export type ResumePoint = 'result' | 'source'

/** How much has gone over the wire. */
export interface Transferred {
  /** Bytes, never less than was shown before. */
  sentBytes: number
  /** Bytes a second; 0 while unknown. */
  speed: number
  /** Seconds until the last byte is sent; `undefined` while unknown. */
  timeLeft: number | undefined
  /** Of the compressed file, where one is sent in place of the source. */
  result?: ResultProgress
}

/**
 * What an upload is doing: waiting for its turn, compressing (and sending what is compressed), sending, or
 * waiting out a lost connection.
 */
export type Activity = 'waiting' | 'compressing' | 'sending' | 'reconnecting'

/**
 * What a page that was opened anew may lack: the file itself, which has to be chosen again, or the
 * permission to read it, which browsers give to a click.
 */
export type Missing = 'file' | 'permission'

interface Common {
  /** Local to this queue. */
  jobId: string
  source: Source
  /** Absent until something is said of it. */
  details?: KeptDetails
  /** Absent where VOD's own will do. */
  cover?: Cover
}

/** One item of the studio's queue. The discriminant is `stage`, which is also `data-stage` on the page. */
export type Job = Common &
  (
    | { stage: 'draft'; refusal?: ProblemCode }
    | {
        stage: 'uploading'
        activity: Activity
        uploadId?: UploadId
        transferred: Transferred
        /** What an earlier attempt left of what is made of the source; absent where that is nothing. */
        goesOnFrom?: ResumePoint
      }
    | {
        stage: 'paused'
        uploadId?: UploadId
        transferred: Transferred
        /** What it cannot go on without: the file, or the browser's word that it may be read. */
        needs?: Missing
      }
    | { stage: 'committing'; uploadId: UploadId }
    | { stage: 'processing'; uploadId: UploadId; fileId: FileId; inReview: boolean }
    | { stage: 'ready'; uploadId: UploadId; fileId: FileId }
    | { stage: 'rejected'; uploadId: UploadId; fileId: FileId }
    | { stage: 'failed'; failure: Failure }
    | { stage: 'canceled' }
  )

export type Stage = Job['stage']

/** The stage as a page names it, where compressing is one of its own. */
export const shownStage = (job: Job): Stage | 'compressing' =>
  job.stage === 'uploading' && job.activity === 'compressing' ? 'compressing' : job.stage
