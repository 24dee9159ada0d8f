import type { PublicConfig, UploadId } from '@reelferry/contract'
import { retry } from '@reelferry/retry'
import type { Edge } from '../../../api/client.ts'
import type { Trim } from '../../../media/model/trim.ts'
import { maxRetries, toFailure } from '../transport/classify-failure.ts'
import { lostConnectionOf } from '../transport/lost-connection.ts'
import type { FinishTransfer, SendCover, StartTransfer } from '../transport/transfer.ts'
import type { WakeSignal } from '../transport/wake-signal.ts'
import type { JobPersistence } from './job-persistence.ts'
import type { JobTable } from './job-table.ts'
import type { PreviewServices } from './preview-sending.ts'
import type { ProgressServices } from './report-progress.ts'

/** Outside services that send files. */
export interface SendingDependencies extends PreviewServices, ProgressServices {
  edge: Pick<Edge, 'openUpload' | 'signature' | 'upload' | 'coverChanged' | 'deleteUpload'>
  startTransfer: StartTransfer
  finishTransfer: FinishTransfer
  sendCover: SendCover
  /** Takes a frame of a video, or of a part of it, for the cover. Resolves with `undefined` if there is no usable frame. */
  takeFrame: (file: File, trim: Trim | undefined) => Promise<File | undefined>
  /** Sends the captions that were added before the upload was opened, if there are any. */
  sendCaptions: (jobId: string, uploadId: UploadId) => Promise<void>
  /** Resolves after a time in milliseconds. */
  wait: (ms: number) => Promise<void>
  /** Resolves when a poll is useful: the page is visible, or the creator is notified otherwise. */
  mayPoll: () => Promise<void>
  /** Receives the speed of sending, in bytes per second, for later plans. */
  measured: (bytesPerSecond: number) => void
}

/** Everything that the parts of the scheduler share. */
export interface SendingContext extends SendingDependencies {
  table: JobTable
  persistence: Pick<JobPersistence, 'findFile' | 'removeFile' | 'findCover' | 'record'>
  getConfig: () => Promise<PublicConfig>
  /** Ends the waits before retries. */
  wakeSignal: WakeSignal
}

/** A job, and whether the attempt that works on it is still the current one. */
export interface CurrentAttempt {
  jobId: string
  isCurrent: () => boolean
}

/** Sends a request of an attempt to the edge. Retries while the error may pass; the job then shows that it reconnects. */
export const retryRequest = <T>(
  { table, wait, wakeSignal }: Pick<SendingContext, 'table' | 'wait' | 'wakeSignal'>,
  { jobId, isCurrent }: CurrentAttempt,
  request: () => Promise<T>,
): Promise<T> =>
  retry(request, {
    maxRetries: (error) => (isCurrent() ? maxRetries(toFailure(error)) : 0),
    wait: (ms, error) => {
      const lostConnection = lostConnectionOf(error, ms)
      table.apply(jobId, { type: 'interrupted', ...(lostConnection && { lostConnection }) })
      return Promise.race([wait(ms), wakeSignal.woken])
    },
  })
