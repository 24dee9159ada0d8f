import type { UploadId } from '@reelferry/contract'
import { retry } from '@reelferry/retry'
import { maxRetries, toFailure } from '../transport/classify-failure.ts'
import type { JobTable } from './job-table.ts'
import type { SendingDependencies } from './sending-context.ts'

/** Sends the captions of jobs once for each upload, as soon as it is open. */
export function createCaptionsSync(
  table: JobTable,
  { sendCaptions, wait }: Pick<SendingDependencies, 'sendCaptions' | 'wait'>,
) {
  const sentFor = new Map<string, UploadId>()

  /** Retries until the captions are sent or refused. After a failure, the next change of the job tries again. */
  return async function sync(jobId: string): Promise<void> {
    const uploadId = table.runtime(jobId)?.uploadId
    if (!uploadId || sentFor.get(jobId) === uploadId) return
    sentFor.set(jobId, uploadId)
    try {
      await retry(() => sendCaptions(jobId, uploadId), {
        maxRetries: (error) => maxRetries(toFailure(error)),
        wait,
      })
    } catch {
      sentFor.delete(jobId)
    }
  }
}
