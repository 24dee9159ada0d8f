import type { Config } from '../config.ts'
import { ProblemError } from '../http/problem-error.ts'
import { deleteMedia, VodApiError } from '../vod/api.ts'
import type { Facts } from './upload-record.ts'
import { type Known, learn } from './sync.ts'
import { putDeleted } from './signing-cache.ts'

/**
 * Deletes an upload for good, at VOD too if it got that far. What VOD only publishes later is
 * deleted when it is heard of.
 * @throws ProblemError `vod-unavailable`; then nothing has been deleted.
 */
export async function remove(
  kv: KVNamespace,
  config: Config,
  known: Known,
  now: number,
): Promise<void> {
  await removeAtVod(kv, config, known, now)
  await putDeleted(kv, known.uploadId, now)
}

/**
 * Deletes what VOD has of an upload.
 * @returns what is known of it then
 * @throws ProblemError `vod-unavailable`
 */
export async function removeAtVod(
  kv: KVNamespace,
  config: Config,
  { uploadId, facts }: Known,
  now: number,
): Promise<Facts> {
  const { uploaded, deleted } = facts
  if (!uploaded || deleted) return facts
  const { fileId } = uploaded
  try {
    // Only a file that VOD itself has named ours: a claim must not delete another's.
    const confirmed = uploaded.media
      ? facts
      : (await learn(kv, config, { fileId, uploadId }, now))?.facts
    if (confirmed?.uploaded?.media) await deleteMedia(config, confirmed.uploaded.fileId)
    return confirmed ?? facts
  } catch (error) {
    if (error instanceof VodApiError) throw new ProblemError('vod-unavailable', { cause: error })
    throw error
  }
}
