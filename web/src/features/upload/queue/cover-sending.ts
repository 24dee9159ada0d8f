import type { FileId, UploadId } from '@reelferry/contract'
import type { Cover } from '../job/cover.ts'
import type { Failure } from '../job/failure.ts'
import { toFailure } from '../transport/classify-failure.ts'
import type { CoverResult, TransferOptions } from '../transport/transfer.ts'
import type { SendingContext } from './sending-context.ts'

/** Classifies the error of sending a cover. A picture that cannot be read must be replaced; anything else can be retried. */
function coverFailure(error: unknown): Failure {
  const { code, detail } = toFailure(error)
  const isUnreadable = code === 'file-unreadable'
  return {
    code: isUnreadable ? 'cover-unreadable' : 'cover-failed',
    retryable: !isUnreadable,
    ...(detail !== undefined && { detail }),
  }
}

/** Sends covers: together with their video, or alone if the video is already published. */
export function createCoverSender({
  table,
  persistence,
  getConfig,
  edge,
  sendCover,
}: Pick<SendingContext, 'table' | 'persistence' | 'getConfig' | 'edge' | 'sendCover'>) {
  /** The cover to send together with the video of a job. */
  async function coverOption(jobId: string): Promise<TransferOptions['cover']> {
    const file = await persistence.findCover(jobId)
    const cover = table.find(jobId)?.cover
    return file && cover && { id: cover.id, file, isStored: cover.state === 'sent' }
  }

  /** Applies the result of a cover, unless the creator has replaced it since. */
  function applyResult(jobId: string, id: string, result: CoverResult): void {
    if (table.find(jobId)?.cover?.id !== id) return
    const cover: Cover =
      result.state === 'failed'
        ? { state: 'failed', id, failure: coverFailure(result.error) }
        : { state: 'sent', id }
    table.apply(jobId, { type: 'cover', cover })
  }

  /** Sends the cover of a published video that is not sent yet, and then any cover that replaced it meanwhile. */
  async function sendPending(jobId: string): Promise<void> {
    const runtime = table.runtime(jobId)
    if (!runtime || runtime.isSendingCover) return
    runtime.isSendingCover = true
    for (;;) {
      const job = table.find(jobId)
      if (job?.cover?.state !== 'chosen' || !('fileId' in job)) break
      const { id } = job.cover
      table.apply(jobId, { type: 'cover', cover: { state: 'sending', id } })
      try {
        await sendToPublished(jobId, job.uploadId, job.fileId)
        applyResult(jobId, id, { state: 'sent' })
      } catch (error) {
        applyResult(jobId, id, { state: 'failed', error })
      }
    }
    runtime.isSendingCover = false
  }

  async function sendToPublished(jobId: string, uploadId: UploadId, fileId: FileId): Promise<void> {
    const file = await persistence.findCover(jobId)
    if (!file) throw new DOMException('The cover is not stored any more.', 'NotFoundError')
    const { endpoints } = await getConfig()
    const getSignature = async () => (await edge.signature(uploadId)).signature
    await sendCover(file, fileId, { getSignature, endpoints })
    await edge.coverChanged(uploadId, fileId)
  }

  return { coverOption, applyResult, sendPending }
}

export type CoverSender = ReturnType<typeof createCoverSender>
