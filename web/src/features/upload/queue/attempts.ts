import type { FileId, UploadId } from '@reelferry/contract'
import { FileReadError, isReadable } from '../../../platform/file-read-error.ts'
import { preparationCodes } from '../job/failure.ts'
import { holdsSlot } from '../job/job.ts'
import { toFailure } from '../transport/classify-failure.ts'
import type { CoverSender } from './cover-sending.ts'
import type { Attempt, JobRuntime } from './job-table.ts'
import { createPreviewSender } from './preview-sending.ts'
import { type CurrentAttempt, retryRequest, type SendingContext } from './sending-context.ts'
import { transferOptions } from './transfer-options.ts'
import { withUploadName } from './upload-name.ts'

/** Whether the file of a job cannot be read. The media worker reports an unreadable file like a damaged one. */
async function isUnreadable(error: unknown, file: File | undefined): Promise<boolean> {
  const { code } = toFailure(error)
  if (!preparationCodes.includes(code) || !file) return code === 'file-unreadable'
  return !(await isReadable(file))
}

/** Receives the results of attempts. */
export interface AttemptListener {
  /** A job has given up its slot. */
  slotFreed(): void
  /** VOD has published the file of a job. */
  published(jobId: string, uploadId: UploadId, fileId: FileId): void
  /** Deletes an upload that was opened for an attempt that has been canceled meanwhile. */
  deleteUpload(uploadId: UploadId): Promise<unknown>
}

/** Runs the attempts to send a job: at most one at a time per job. A canceled attempt has no further effect. */
export function createAttempts(
  context: SendingContext,
  covers: CoverSender,
  { slotFreed, published, deleteUpload }: AttemptListener,
) {
  const { table, persistence, edge, startTransfer, finishTransfer } = context
  const sendPreviews = createPreviewSender(table, context)

  function newAttempt(jobId: string, runtime: JobRuntime) {
    const attempt: Attempt = { transfer: undefined }
    runtime.attempt = attempt
    return { attempt, current: { jobId, isCurrent: () => runtime.attempt === attempt } }
  }

  /**
   * Sends the file of a job, from its resume point until it is published.
   * @param isSecondRead whether the file could not be read in the attempt before
   */
  async function send(jobId: string, isSecondRead = false): Promise<void> {
    const runtime = table.runtime(jobId)
    if (!runtime) return
    const { attempt, current } = newAttempt(jobId, runtime)
    const { isCurrent } = current
    try {
      const found = await persistence.findFile(jobId)
      if (!isCurrent()) return
      if (!(found instanceof File)) {
        runtime.attempt = undefined
        table.apply(jobId, { type: 'file-unavailable', missing: found })
        return slotFreed()
      }
      const file = await withUploadName(found)
      if (!isCurrent()) return
      const frame = covers.prepareFrame(jobId, file)
      const uploadId = runtime.uploadId ?? (await openUpload(current, file))
      if (!isCurrent()) return void deleteUpload(uploadId)
      runtime.uploadId = uploadId
      table.apply(jobId, { type: 'opened', uploadId })
      // After the cover: devices have few video decoders.
      void frame.then(() => sendPreviews(jobId, file, uploadId))
      const options = await optionsOf(current, runtime, uploadId)
      if (!isCurrent()) return
      const transfer = await startTransfer(file, options)
      if (!isCurrent()) {
        transfer.done.catch(() => undefined)
        return transfer.cancel()
      }
      attempt.transfer = transfer
      // The job may have been paused while the attempt was prepared, and may have lost its slot.
      pauseWithoutSlot(jobId)
      const fileId = await transfer.done
      if (isCurrent()) published(jobId, uploadId, fileId)
    } catch (error) {
      if (!isCurrent()) return
      const isFileLost = await isUnreadable(error, runtime.file)
      if (!isCurrent()) return
      if (!isFileLost) return fail(jobId, error)
      if (isSecondRead) return fail(jobId, new FileReadError(error))
      // The file changed or disappeared on disk. Its stored copy may still be readable.
      runtime.file = undefined
      await send(jobId, true)
    }
  }

  /** Finishes a job whose page ended while VOD was committing it. Sends the file again if VOD does not have all of it. */
  async function recoverCommit(jobId: string): Promise<void> {
    const runtime = table.runtime(jobId)
    if (!runtime?.uploadId) return
    const { uploadId } = runtime
    const { current } = newAttempt(jobId, runtime)
    try {
      const options = await optionsOf(current, runtime, uploadId)
      const known = await options.fetchPublishedFile()
      if (!current.isCurrent()) return
      const name = table.find(jobId)?.source.name ?? ''
      published(jobId, uploadId, known ?? (await finishTransfer(name, options)))
    } catch (error) {
      if (!current.isCurrent()) return
      if (toFailure(error).code !== 'vod-refused') return fail(jobId, error)
      runtime.attempt = undefined
      table.apply(jobId, { type: 'restarted' })
      slotFreed()
    }
  }

  const optionsOf = (current: CurrentAttempt, runtime: JobRuntime, uploadId: UploadId) =>
    transferOptions(context, {
      ...current,
      runtime,
      uploadId,
      covers,
      onRestarted: (jobId) => {
        slotFreed()
        pauseWithoutSlot(jobId)
      },
    })

  async function openUpload(current: CurrentAttempt, file: File): Promise<UploadId> {
    const { name, size, type } = file
    const { uploadId } = await retryRequest(context, current, () => {
      // The choice applies from the start: the link of the video works as soon as the upload is open.
      const { source, details } = table.find(current.jobId) ?? {}
      return edge.openUpload({
        ...{ name, size, type },
        ...(details?.visibility && { visibility: details.visibility }),
        ...(source?.replaces && { replaces: source.replaces.uploadId }),
      })
    })
    return uploadId
  }

  /** Pauses the transfer of a job that has no slot. */
  function pauseWithoutSlot(jobId: string): void {
    const job = table.find(jobId)
    if (job && !holdsSlot(job)) table.runtime(jobId)?.attempt?.transfer?.pause()
  }

  /** Ends a job with a failure. */
  function fail(jobId: string, error: unknown): void {
    const failure = toFailure(error)
    const runtime = table.runtime(jobId)
    if (!runtime) return
    runtime.attempt = undefined
    if (failure.code === 'upload-not-found' || failure.code === 'upload-closed') {
      runtime.uploadId = undefined
      runtime.sessionKey = ''
    }
    table.apply(jobId, { type: 'failed', failure })
    slotFreed()
  }

  return { send, recoverCommit, fail }
}
