import { isFileId, isUploadId, type UploadId } from '@reelferry/contract'
import type { Creator } from '../creators/creator.ts'
import { getRecord, getUploadOfFile } from '../uploads/store.ts'

/** The upload of a video by its upload id or file id, if this creator has opened it and has not deleted the video. */
export async function ownUploadOf(
  kv: KVNamespace,
  id: string,
  { creatorId }: Creator,
): Promise<UploadId | undefined> {
  const uploadId = isFileId(id) ? await getUploadOfFile(kv, id) : isUploadId(id) ? id : undefined
  const record = uploadId && (await getRecord(kv, uploadId, ['deleted']))
  return record?.opened.creatorId === creatorId && !record.deleted ? uploadId : undefined
}
