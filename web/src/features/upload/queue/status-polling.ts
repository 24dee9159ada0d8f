import {
  type FileId,
  pollDelaySeconds,
  syncIntervalSeconds,
  type UploadId,
  type UploadStatus,
} from '@reelferry/contract'
import type { Edge } from '../../../api/client.ts'
import { EdgeError } from '../../../api/request.ts'
import { retry } from '@reelferry/retry'
import type { JobTable } from './job-table.ts'

/**
 * Delay before the first request. VOD's event has usually reached the edge by then. An earlier request would not find
 * the KV entry, and KV caches that result for up to a minute in production.
 */
const firstPollMs = 1000

/** Number of `expired` answers in a row after which the upload counts as expired. */
const maxExpiredAnswers = 5

/** Interval between requests that report the file: an earlier request would get the result of the edge's last sync. */
const reportIntervalMs = (syncIntervalSeconds + 1) * 1000

/** The edge, and waits. */
interface PollingContext {
  edge: Pick<Edge, 'upload'>
  wait: (ms: number) => Promise<void>
  mayPoll: () => Promise<void>
}

/**
 * Polls the status of a published file until it is final: less and less often while nothing changes, and not while
 * nobody would notice a change.
 * @throws {EdgeError} `upload-not-found` if the edge does not know the upload any more; other errors are retried
 */
export async function pollStatus(
  table: JobTable,
  { jobId, uploadId, fileId }: { jobId: string; uploadId: UploadId; fileId: FileId },
  { edge, wait, mayPoll }: PollingContext,
): Promise<void> {
  const isProcessing = () => table.find(jobId)?.stage === 'processing'
  let isUnknownToEdge = false
  let expiredAnswers = 0
  let polls = 0
  let lastStatus: UploadStatus | undefined
  // With the file's id the edge requests VOD, which costs more than to wait for VOD's event.
  const fetchUpload = async () =>
    isProcessing() ? await edge.upload(uploadId, isUnknownToEdge ? fileId : undefined) : undefined
  await wait(firstPollMs)
  while (isProcessing()) {
    await mayPoll()
    // The video is published, so only a lost upload is a failure of the job. Other errors are temporary.
    const upload = await retry(fetchUpload, {
      maxRetries: (error) =>
        error instanceof EdgeError && error.code === 'upload-not-found' ? 0 : Infinity,
      wait,
    })
    if (!upload) return
    const { status, moderation, retryAfter } = upload
    // An upload that was opened days ago counts as expired until VOD's event arrives.
    expiredAnswers = status === 'expired' ? expiredAnswers + 1 : 0
    const mayBeOutdated = expiredAnswers > 0 && expiredAnswers < maxExpiredAnswers
    isUnknownToEdge = status === 'open' || mayBeOutdated
    if (mayBeOutdated) {
      await wait(expiredAnswers === 1 ? firstPollMs : reportIntervalMs)
      continue
    }
    const inReview = moderation === 'review'
    const { fileId, reason } = upload
    table.apply(jobId, { type: 'status', status, inReview, fileId, reason })
    polls = status === lastStatus ? polls + 1 : 0
    lastStatus = status
    if (isProcessing()) await wait(pollDelaySeconds(polls, retryAfter) * 1000)
  }
}
