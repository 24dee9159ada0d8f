import type { FileId, ProblemCode, UploadId } from '@reelferry/contract'
import type { Failure } from './failure.ts'

/** What of a source file the queue shows. */
interface Source {
  name: string
  /** Bytes. */
  size: number
  /** MIME type as the browser says it, or `''`. */
  type: string
}

/** How much has gone over the wire. */
export interface Transferred {
  /** Bytes, never less than was shown before. */
  sentBytes: number
  /** Bytes a second; 0 while unknown. */
  speed: number
  /** Seconds until the last byte is sent; `undefined` while unknown. */
  timeLeft: number | undefined
}

/** What an upload is doing: waiting for its turn, sending, or waiting out a lost connection. */
export type Activity = 'waiting' | 'sending' | 'reconnecting'

interface Common {
  /** Local to this queue. */
  jobId: string
  source: Source
}

/** One item of the studio's queue. The discriminant is `stage`, which is also `data-stage` on the page. */
export type Job = Common &
  (
    | { stage: 'draft'; refusal?: ProblemCode }
    | { stage: 'uploading'; activity: Activity; uploadId?: UploadId; transferred: Transferred }
    | {
        stage: 'paused'
        uploadId?: UploadId
        transferred: Transferred
        /** The page was opened anew, and the browser keeps no file: it has to be chosen again. */
        needsFile: boolean
      }
    | { stage: 'committing'; uploadId: UploadId }
    | { stage: 'processing'; uploadId: UploadId; fileId: FileId; inReview: boolean }
    | { stage: 'ready'; uploadId: UploadId; fileId: FileId }
    | { stage: 'rejected'; uploadId: UploadId; fileId: FileId }
    | { stage: 'failed'; failure: Failure }
    | { stage: 'canceled' }
  )

export type Stage = Job['stage']
