import type { FileId, UploadId } from '@reelferry/contract'
import type { Creator } from '../creators/creator.ts'
import { getRecord, getUploadOfFile } from '../uploads/store.ts'

/** The upload of a video, if this creator has opened it and has not deleted the video. */
export async function ownUploadOf(
  kv: KVNamespace,
  fileId: FileId,
  { creatorId }: Creator,
): Promise<UploadId | undefined> {
  const uploadId = await getUploadOfFile(kv, fileId)
  const record = uploadId && (await getRecord(kv, uploadId, ['deleted']))
  return record?.opened.creatorId === creatorId && !record.deleted ? uploadId : undefined
}
