import type { FileId, UploadId } from '@reelferry/contract'
import { retry } from '@reelferry/retry'
import { offers } from '../job/controls.ts'
import { holdsSlot } from '../job/job.ts'
import { maxRetries, toFailure } from '../transport/classify-failure.ts'
import { createAttempts } from './attempts.ts'
import { createCoverSender } from './cover-sending.ts'
import type { JobRuntime } from './job-table.ts'
import type { SendingContext } from './sending-context.ts'
import { pollStatus } from './status-polling.ts'

/** Number of jobs that send at the same time. Each transfer already uses six connections. */
const maxSlots = 2

/** Assigns slots to jobs in the order of the queue, and follows each job until its status is final. */
export function createScheduler(context: SendingContext) {
  const { table, persistence, edge } = context
  const covers = createCoverSender(context)
  const attempts = createAttempts(context, covers, {
    slotFreed: fillSlots,
    published,
    deleteUpload,
  })

  /** Assigns free slots to waiting jobs. */
  function fillSlots(): void {
    for (const job of table.jobs.value) {
      if (table.jobs.value.filter(holdsSlot).length >= maxSlots) return
      if (job.stage !== 'uploading' || job.activity !== 'waiting') continue
      table.apply(job.jobId, { type: 'slot-assigned' })
      const attempt = table.runtime(job.jobId)?.attempt
      // An attempt that is still being prepared checks for its slot itself.
      if (attempt) attempt.transfer?.resume()
      else void attempts.send(job.jobId)
    }
  }

  function published(jobId: string, uploadId: UploadId, fileId: FileId): void {
    const runtime = table.runtime(jobId)
    if (runtime) runtime.attempt = undefined
    table.apply(jobId, { type: 'committed', fileId })
    persistence.removeFile(jobId)
    fillSlots()
    void covers.sendPending(jobId)
    void followStatus(jobId, uploadId, fileId)
  }

  /** Polls the status of a published file until it is final. */
  async function followStatus(jobId: string, uploadId: UploadId, fileId: FileId): Promise<void> {
    try {
      await pollStatus(table, { jobId, uploadId, fileId }, context)
      void covers.reportFrame(jobId)
    } catch (error) {
      attempts.fail(jobId, error)
    }
  }

  /**
   * Discards the upload session of a job that is changed after a failure, because the next attempt sends something
   * else. Call it before the change is written to the journal, as the page may end at any moment.
   */
  function discardSession(jobId: string): void {
    const runtime = table.runtime(jobId)
    const job = table.find(jobId)
    if (!runtime || !job || !offers(job, 'retry')) return
    cancelTransfer(jobId)
    // If VOD has published the old upload after all, it would be taken for the changed video.
    if (runtime.uploadId) void deleteUpload(runtime.uploadId)
    forgetUpload(runtime)
  }

  /**
   * Deletes the upload of a canceled job, when that cannot be undone any more. A retry then opens another upload. The
   * journal names the upload until the edge has deleted it, so that a later page can repeat a request that was lost.
   */
  async function deleteCanceled(jobId: string): Promise<void> {
    const runtime = table.runtime(jobId)
    if (!runtime) return
    cancelTransfer(jobId)
    const { uploadId } = runtime
    forgetUpload(runtime)
    if (uploadId && (await deleteUpload(uploadId))) persistence.record(jobId)
  }

  function forgetUpload(runtime: JobRuntime): void {
    runtime.uploadId = undefined
    runtime.sessionKey = ''
    runtime.partLayout = []
  }

  /** Deletes an upload at the edge. Retries while the error may pass. Resolves with whether the upload is deleted. */
  async function deleteUpload(uploadId: UploadId): Promise<boolean> {
    const isDeleted = (error: unknown) => toFailure(error).code === 'upload-not-found'
    try {
      await retry(() => edge.deleteUpload(uploadId), {
        maxRetries: (error) => maxRetries(toFailure(error)),
        wait: context.wait,
      })
      return true
    } catch (error) {
      return isDeleted(error)
    }
  }

  /** Pauses the transfer of a job that has been paused. */
  function pauseTransfer(jobId: string): void {
    const runtime = table.runtime(jobId)
    if (!runtime) return
    runtime.attempt?.transfer?.pause()
    runtime.measurement = undefined
  }

  /** Stops the transfer of a job that has been canceled. It can be resumed, in case the creator undoes that. */
  function suspendTransfer(jobId: string): void {
    if (table.runtime(jobId)?.attempt?.transfer) pauseTransfer(jobId)
    // An attempt that is still being prepared has sent nothing.
    else cancelTransfer(jobId)
  }

  /** Ends the transfer of a job that has been canceled or removed. */
  function cancelTransfer(jobId: string): void {
    const runtime = table.runtime(jobId)
    if (!runtime) return
    runtime.attempt?.transfer?.cancel()
    runtime.attempt = undefined
    runtime.measurement = undefined
  }

  /** Continues a restored job that does not need its file any more. */
  function resumeRestored(jobId: string): void {
    const job = table.find(jobId)
    if (job?.stage === 'processing') void followStatus(jobId, job.uploadId, job.fileId)
    if (job?.stage === 'committing') void attempts.recoverCommit(jobId)
    if (job?.stage === 'canceled') void deleteCanceled(jobId)
    void covers.sendPending(jobId)
  }

  return {
    ...{ fillSlots, discardSession, deleteCanceled, deleteUpload, resumeRestored },
    ...{ pauseTransfer, suspendTransfer, cancelTransfer },
    sendCover: covers.sendPending,
  }
}

export type Scheduler = ReturnType<typeof createScheduler>
