import type { RequestContext } from '../context.ts'
import type { Creator } from '../creators/creator.ts'
import { deleteCaptions, readCaptions } from './captions-store.ts'
import { deleteAtVod } from './delete-upload.ts'
import { deleteLinks } from './links-store.ts'
import { putDeleted } from './signing-cache.ts'
import { deleteReply, getReply, removeFromQueue } from './review-store.ts'
import { anonymizeUpload, deleteRecord, getRecord, listOpened, removeFromCreator } from './store.ts'
import type { UploadEntry, UploadRecord } from './upload-record.ts'

/** A free Worker has 50 outgoing calls and 1000 KV operations a run; one upload needs at most 1 and 36. */
const pageSize = 20

/** Everything stored of a creator, page by page. */
export async function exportCreator(
  { kv }: RequestContext,
  creatorId: Creator['creatorId'],
  cursor: string | undefined,
): Promise<{
  uploads: ({
    uploadId: UploadEntry['uploadId']
    captionTexts?: { language: string; text: string }[]
  } & UploadRecord)[]
  cursor: string | undefined
}> {
  const page = await listOpened(kv, creatorId, pageSize, cursor)
  const uploads = await Promise.all(
    page.uploads.map(async ({ uploadId }) => {
      const [record, reply] = await Promise.all([getRecord(kv, uploadId), getReply(kv, uploadId)])
      if (!record) return []
      const texts = await readCaptions(kv, uploadId, record)
      return [
        {
          uploadId,
          ...record,
          ...(reply && { reply }),
          ...(texts.length > 0 && { captionTexts: texts }),
        },
      ]
    }),
  )
  return { uploads: uploads.flat(), cursor: page.cursor }
}

/**
 * Erases a creator's uploads, at VOD and in KV, page by page. If an upload may still be sent, a record without name and
 * creator remains for four days: a file that VOD publishes later is deleted because of it.
 * @returns the number of erased uploads, and the cursor of the next page
 * @throws VodApiError; uploads that are not erased yet stay in the list for the next try
 */
export async function eraseCreator(
  context: RequestContext,
  creatorId: Creator['creatorId'],
  cursor: string | undefined,
): Promise<{ erased: number; cursor: string | undefined }> {
  const { kv } = context
  const page = await listOpened(kv, creatorId, pageSize, cursor)
  for (const { uploadId, openedAt } of page.uploads) {
    const record = await getRecord(kv, uploadId)
    if (record) {
      await deleteCaptions(kv, uploadId, record)
      await removeFromQueue(kv, { uploadId, openedAt })
      await deleteReply(kv, uploadId)
      await deleteLinks(kv, uploadId)
      const { uploaded } = await deleteAtVod(context, { uploadId, record })
      if (uploaded?.media) await deleteRecord(kv, uploadId, uploaded.fileId)
      else {
        await putDeleted(context, uploadId)
        await anonymizeUpload(kv, uploadId, record.opened)
      }
    }
    // Last, so that a run that was interrupted finds the upload again.
    await removeFromCreator(kv, creatorId, openedAt, uploadId)
  }
  return { erased: page.uploads.length, cursor: page.cursor }
}
