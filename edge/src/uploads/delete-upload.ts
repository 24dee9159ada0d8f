import type { RequestContext } from '../context.ts'
import { deleteCaptions } from './captions-store.ts'
import { addPending } from './pending-store.ts'
import { loseFile } from './replace-file.ts'
import { putDeleted } from './signing-cache.ts'
import { getRecord } from './store.ts'
import { fetchChanges } from './sync.ts'
import type { UploadEntry, UploadRecord } from './upload-record.ts'

/**
 * Deletes an upload, and all files of its video if it is the address of one. Of a replacement, only its own file is
 * deleted; if that plays, the previous one does afterwards.
 * @throws VodApiError; files that are not deleted then still play
 */
export async function deleteVideo(context: RequestContext, entry: UploadEntry): Promise<void> {
  const { files, replaces } = entry.record.opened
  const uploads = [files?.previous, files?.playing].flatMap((file) => file?.uploadId ?? [])
  for (const uploadId of uploads) {
    const record = uploadId === entry.uploadId ? undefined : await getRecord(context.kv, uploadId)
    if (record) await deleteUpload(context, { uploadId, record })
  }
  await deleteUpload(context, entry)
  if (replaces) await loseFile(context, entry)
}

/**
 * Deletes an upload, and its file at VOD if there is one. A file that VOD publishes later, or that this location of KV
 * does not know yet, is deleted by the cron trigger.
 * @throws VodApiError; then nothing is deleted
 */
async function deleteUpload(context: RequestContext, entry: UploadEntry): Promise<void> {
  const { uploaded } = await deleteAtVod(context, entry)
  if (!uploaded?.media) await addPending(context.kv, entry.uploadId)
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
