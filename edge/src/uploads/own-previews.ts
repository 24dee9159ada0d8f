import type { UploadId } from '@reelferry/contract'
import * as v from 'valibot'
import { jpegSize } from '../lib/jpeg-size.ts'

/** Number and size of the tiles of an image that the studio made of a video. */
const shape = {
  width: v.pipe(v.number(), v.integer(), v.minValue(16), v.maxValue(320)),
  height: v.pipe(v.number(), v.integer(), v.minValue(16), v.maxValue(320)),
  count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(400)),
}
export const PreviewShape = v.object(shape)
export type PreviewShape = v.InferOutput<typeof PreviewShape>

/** An image with tiles that the studio made of a video, without its bytes. */
export const OwnPreviews = v.object({
  ...shape,
  /** Unix milliseconds of the write, which distinguishes a new image from the last one. */
  at: v.number(),
})
export type OwnPreviews = v.InferOutput<typeof OwnPreviews>

const previewsKey = (uploadId: UploadId) => `previews/${uploadId}`

/** Whether an image is a JPEG whose rows of tiles are filled, the last one at least partly. */
export function holdsTiles(image: Uint8Array, { width, height, count }: PreviewShape): boolean {
  const size = jpegSize(image)
  if (!size || size.width % width !== 0 || size.height % height !== 0) return false
  return Math.ceil(count / (size.width / width)) === size.height / height
}

/** Stores the image of a video. Its description is the metadata of the KV key. */
export async function putPreviews(
  kv: KVNamespace,
  uploadId: UploadId,
  image: Uint8Array,
  previews: OwnPreviews,
): Promise<void> {
  await kv.put(previewsKey(uploadId), image, { metadata: previews })
}

/** The image of a video with its description. `undefined` if there is none. */
export async function getPreviews(
  kv: KVNamespace,
  uploadId: UploadId,
): Promise<{ image: ReadableStream; previews: OwnPreviews } | undefined> {
  const { value, metadata } = await kv.getWithMetadata(previewsKey(uploadId), { type: 'stream' })
  const previews = v.safeParse(OwnPreviews, metadata)
  if (value && previews.success) return { image: value, previews: previews.output }
  await value?.cancel()
  return undefined
}

/** Deletes the image of a video. */
export async function deletePreviews(kv: KVNamespace, uploadId: UploadId): Promise<void> {
  await kv.delete(previewsKey(uploadId))
}
