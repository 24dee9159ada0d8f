import type { FileId, UploadId } from '@reelferry/contract'
import { send } from './request.ts'

/** An image with the tiles of a video, row by row. */
interface PreviewTiles {
  /** JPEG. */
  image: Blob
  layout: { width: number; height: number; count: number }
}

/**
 * Stores preview pictures of a video.
 * @param fileId the published file, if there is one: the edge then shows the pictures at once
 * @throws EdgeError
 */
export async function storePreviews(
  uploadId: UploadId,
  { image, layout: { width, height, count } }: PreviewTiles,
  fileId?: FileId,
): Promise<void> {
  const shape = { width, height, count, ...(fileId && { fileId }) }
  const query = new URLSearchParams(Object.entries(shape).map(([key, value]) => [key, `${value}`]))
  await send(`/api/uploads/${uploadId}/previews?${query}`, {
    method: 'PUT',
    body: image,
    headers: { 'content-type': 'image/jpeg' },
  })
}
