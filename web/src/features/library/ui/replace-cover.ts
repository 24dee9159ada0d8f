import type { FileId, Upload, UploadId } from '@reelferry/contract'
import type { Edge } from '../../../api/client.ts'
import { sendCover } from '../../upload/transport/start-transfer.ts'

/**
 * Replaces the cover of a published video. Resolves with the upload when the edge knows the new cover. `signedBy` is the
 * upload whose file plays.
 */
export async function replaceCover(
  edge: Pick<Edge, 'config' | 'signature' | 'coverChanged'>,
  { uploadId, signedBy, fileId }: { uploadId: UploadId; signedBy: UploadId; fileId: FileId },
  file: File,
): Promise<Upload> {
  const { endpoints } = await edge.config()
  const getSignature = async () => (await edge.signature(signedBy)).signature
  await sendCover(file, fileId, { getSignature, endpoints })
  return edge.coverChanged(uploadId, fileId)
}
