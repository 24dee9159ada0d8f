import type { FileId, Upload, UploadId } from '@reelferry/contract'
import type { Edge } from '../../../api/client.ts'
import { sendCover } from '../../upload/transport/start-transfer.ts'

/** Replaces the cover of a published video. Resolves with the upload when the edge knows the new cover. */
export async function replaceCover(
  edge: Pick<Edge, 'config' | 'signature' | 'coverChanged'>,
  { uploadId, fileId }: { uploadId: UploadId; fileId: FileId },
  file: File,
): Promise<Upload> {
  const { endpoints } = await edge.config()
  const getSignature = async () => (await edge.signature(uploadId)).signature
  await sendCover(file, fileId, { getSignature, endpoints })
  return edge.coverChanged(uploadId, fileId)
}
