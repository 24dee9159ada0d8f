import type { UploadId } from '@reelferry/contract'
import type { RequestContext } from '../context.ts'
import { getCached, putCached } from '../lib/location-cache.ts'

/** Age of a tag after which a poll reads the whole record again, in ms. */
export const maxTagAgeMs = 60 * 60_000

const editedKey = (uploadId: UploadId) => `edited/${uploadId}`

/** Makes the next polls in this location read the whole record, because something else than the state of the file changed. */
export const markEdited = ({ now }: RequestContext, uploadId: UploadId): Promise<void> =>
  putCached(editedKey(uploadId), now(), maxTagAgeMs / 1000)

/** When an upload was last marked in this location, unix ms; 0 if it was not. */
export async function editedAtOf(uploadId: UploadId): Promise<number> {
  const at = await getCached(editedKey(uploadId))
  return typeof at === 'number' ? at : 0
}
