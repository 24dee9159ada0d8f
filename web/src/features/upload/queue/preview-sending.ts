import type { FileId, UploadId } from '@reelferry/contract'
import { retry } from '@reelferry/retry'
import type { Trim } from '../../../media/model/trim.ts'
import type { PreviewImage } from '../../../media/model/worker-messages.ts'
import { maxRetries, toFailure } from '../transport/classify-failure.ts'
import type { JobTable } from './job-table.ts'

/** Outside services for preview pictures. */
export interface PreviewServices {
  /** Makes the preview image of a video, or of a part of it. Resolves with `undefined` if that is impossible. */
  makePreviews: (file: File, trim: Trim | undefined) => Promise<PreviewImage | undefined>
  /** Stores the image at the edge. `fileId`: the published file, if there is one. */
  storePreviews: (uploadId: UploadId, previews: PreviewImage, fileId?: FileId) => Promise<void>
}

/**
 * Makes the pictures that viewers see while scrubbing, once for each upload, and stores them at the edge. The upload
 * does not wait for them. A failure is not reported, because the video plays without them.
 */
export function createPreviewSender(
  table: JobTable,
  { makePreviews, storePreviews, wait }: PreviewServices & { wait: (ms: number) => Promise<void> },
) {
  const known = new Set<UploadId>()

  return async function sendPreviews(jobId: string, file: File, uploadId: UploadId): Promise<void> {
    if (known.has(uploadId)) return
    known.add(uploadId)
    const isCurrent = () => table.runtime(jobId)?.uploadId === uploadId
    try {
      const previews = await makePreviews(file, table.find(jobId)?.source.trim)
      if (!previews || !isCurrent()) return
      const store = () => {
        const job = table.find(jobId)
        return storePreviews(uploadId, previews, job && 'fileId' in job ? job.fileId : undefined)
      }
      await retry(store, {
        maxRetries: (error) => (isCurrent() ? maxRetries(toFailure(error)) : 0),
        wait,
      })
    } catch {
      return
    }
  }
}
