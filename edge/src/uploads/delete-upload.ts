import type { RequestContext } from '../context.ts'
import { deleteCaptions } from './captions-store.ts'
import { putDeleted } from './signing-cache.ts'
import { fetchChanges } from './sync.ts'
import type { UploadEntry, UploadRecord } from './upload-record.ts'

/**
 * Deletes an upload, and its file at VOD if there is one. A file that VOD publishes later is deleted when the Worker
 * discovers it.
 * @throws VodApiError; then nothing is deleted
 */
export async function deleteUpload(context: RequestContext, entry: UploadEntry): Promise<void> {
  await deleteAtVod(context, entry)
  await putDeleted(context, entry.uploadId)
  await deleteCaptions(context.kv, entry.uploadId, entry.record)
}

/**
 * Deletes the file of an upload at VOD.
 * @returns the latest record
 * @throws VodApiError
 */
export async function deleteAtVod(
  context: RequestContext,
  { uploadId, record }: UploadEntry,
): Promise<UploadRecord> {
  const { uploaded, deleted } = record
  if (!uploaded || deleted) return record
  // The file is deleted only if VOD confirms that it is of this upload: a claim must not delete another's file.
  const confirmed = uploaded.media
    ? record
    : (await fetchChanges(context, { fileId: uploaded.fileId, uploadId }))?.record
  if (confirmed?.uploaded?.media) await context.vod.deleteMedia(confirmed.uploaded.fileId)
  return confirmed ?? record
}
