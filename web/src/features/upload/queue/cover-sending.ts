import type { FileId, UploadId } from '@reelferry/contract'
import type { Cover } from '../job/cover.ts'
import type { Failure } from '../job/failure.ts'
import { toFailure } from '../transport/classify-failure.ts'
import type { CoverResult, TransferOptions } from '../transport/transfer.ts'
import type { JobRuntime } from './job-table.ts'
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

interface PublishedVideo {
  uploadId: UploadId
  fileId: FileId
}

/** Sends covers: together with their video, or alone if the video is already published. */
export function createCoverSender({
  table,
  persistence,
  getConfig,
  edge,
  sendCover,
  takeFrame,
}: Pick<
  SendingContext,
  'table' | 'persistence' | 'getConfig' | 'edge' | 'sendCover' | 'takeFrame'
>) {
  /**
   * Takes a frame of the video for the cover, unless the creator has chosen one. The upload does not wait for it: it is
   * sent when both the frame and the published video exist. Without it, VOD's own cover is used.
   */
  async function prepareFrame(jobId: string, file: File): Promise<void> {
    const runtime = table.runtime(jobId)
    const trim = table.find(jobId)?.source.trim
    const isWanted = () => {
      const job = table.find(jobId)
      return job !== undefined && !job.cover && job.source.trim === trim
    }
    if (!runtime || !isWanted()) return
    runtime.frame = undefined
    const frame = await takeFrame(file, trim).catch(() => undefined)
    if (!isWanted()) return
    runtime.frame = frame
    await sendPending(jobId)
  }

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
      if (!job || !('fileId' in job)) break
      if (job.cover?.state === 'chosen') await sendChosen(jobId, job.cover.id, job)
      else if (!job.cover && runtime.frame) await sendFrame(runtime, runtime.frame, job)
      else break
    }
    runtime.isSendingCover = false
    await reportFrame(jobId)
  }

  async function sendChosen(jobId: string, id: string, video: PublishedVideo): Promise<void> {
    table.apply(jobId, { type: 'cover', cover: { state: 'sending', id } })
    try {
      const file = await persistence.findCover(jobId)
      if (!file) throw new DOMException('The cover is not stored any more.', 'NotFoundError')
      await sendToVod(file, video)
      await edge.coverChanged(video.uploadId, video.fileId)
      applyResult(jobId, id, { state: 'sent' })
    } catch (error) {
      applyResult(jobId, id, { state: 'failed', error })
    }
  }

  /** The creator did not choose the frame, so its failure is not reported. */
  async function sendFrame(runtime: JobRuntime, frame: File, video: PublishedVideo): Promise<void> {
    runtime.frame = undefined
    try {
      await sendToVod(frame, video)
      runtime.isFrameUnreported = true
    } catch {
      return
    }
  }

  /**
   * Reports a frame to the edge. Does nothing before the video is ready: until then, events of VOD usually make the edge
   * fetch the cover too, and an earlier report would cost further writes.
   */
  async function reportFrame(jobId: string): Promise<void> {
    const runtime = table.runtime(jobId)
    const job = table.find(jobId)
    if (!runtime?.isFrameUnreported || job?.stage !== 'ready') return
    runtime.isFrameUnreported = false
    await edge.coverChanged(job.uploadId, job.fileId).catch(() => undefined)
  }

  async function sendToVod(file: File, { uploadId, fileId }: PublishedVideo): Promise<void> {
    const { endpoints } = await getConfig()
    const getSignature = async () => (await edge.signature(uploadId)).signature
    await sendCover(file, fileId, { getSignature, endpoints })
  }

  return { prepareFrame, reportFrame, coverOption, applyResult, sendPending }
}

export type CoverSender = ReturnType<typeof createCoverSender>
