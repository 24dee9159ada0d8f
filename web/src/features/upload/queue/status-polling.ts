import type { FileId, Upload, UploadId } from '@reelferry/contract'
import { type Edge, EdgeError } from '../../../api/client.ts'
import { backoff } from '@reelferry/retry'
import type { JobTable } from './job-table.ts'

/**
 * Before the edge is asked for the first time: VOD has usually told it by then. What is asked for too early is not
 * there yet, and KV remembers that, up to a minute in production.
 */
const firstAfterMs = 1000

/** How often the edge says that nothing came of what VOD has published before that is believed. */
const timesToBelieve = 5

/** The edge asks VOD no more often about one upload. */
const askedAgainAfterMs = 11_000

/**
 * Asks the edge what has become of a published file, until that is known for good. Rejects only if the
 * edge does not know the upload any more.
 */
export async function follow(
  table: JobTable,
  { jobId, uploadId, fileId }: { jobId: string; uploadId: UploadId; fileId: FileId },
  { edge, wait }: { edge: Pick<Edge, 'upload'>; wait: (ms: number) => Promise<void> },
): Promise<void> {
  const isProcessing = () => table.find(jobId)?.stage === 'processing'
  let failures = 0
  let isUnheard = false
  let timesExpired = 0
  await wait(firstAfterMs)
  while (isProcessing())
    try {
      const known: Upload = await edge.upload(
        uploadId,
        // The edge asks VOD about a file it is told of, which costs more than waiting for VOD to tell.
        isUnheard ? fileId : undefined,
      )
      const { status } = known
      failures = 0
      // Of an upload that was opened days ago, too, the edge may not have heard yet.
      timesExpired = status === 'expired' ? timesExpired + 1 : 0
      const isDoubted = timesExpired > 0 && timesExpired < timesToBelieve
      isUnheard = status === 'open' || isDoubted
      if (isDoubted) {
        await wait(timesExpired === 1 ? firstAfterMs : askedAgainAfterMs)
        continue
      }
      const inReview = known.moderation === 'review'
      table.apply(jobId, { type: 'status', status, inReview, fileId: known.fileId })
      if (isProcessing()) await wait(known.retryAfter * 1000)
    } catch (error) {
      // The video is safe at VOD: only a lost upload is worth a failure, all else passes.
      if (error instanceof EdgeError && error.code === 'upload-not-found') throw error
      await wait(backoff(++failures, Math.random()))
    }
}
