import { isFileId, type UploadId } from '@reelferry/contract'
import type { Creator } from '../creators/creator.ts'
import { ownUpload } from '../uploads/find-own-upload.ts'
import { getUploadOfFile } from '../uploads/store.ts'

/** The upload of a video by its upload id or file id, if this creator has opened it and has not deleted the video. */
export async function ownUploadOf(
  kv: KVNamespace,
  id: string,
  creator: Creator,
): Promise<UploadId | undefined> {
  const uploadId = isFileId(id) ? await getUploadOfFile(kv, id) : id
  const sent = uploadId && (await ownUpload(kv, uploadId, creator, ['deleted']))
  const replaces = sent && sent.record.opened.replaces
  const entry = replaces ? await ownUpload(kv, replaces, creator, ['deleted']) : sent
  return entry && !entry.record.deleted ? entry.uploadId : undefined
}
