import type { Config } from '../config.ts'
import { ProblemError } from '../problem-error.ts'
import { deleteMedia, VodApiError } from '../vod/api.ts'
import type { Facts } from './facts.ts'
import type { Known } from './reconcile.ts'
import { putDeleted } from './signable.ts'

/**
 * Deletes an upload for good, at VOD too if it got that far. What VOD only publishes later is
 * deleted when it is heard of.
 * @throws ProblemError `vod-unavailable`; then nothing has been deleted.
 */
export async function remove(
  kv: KVNamespace,
  config: Config,
  { uploadId, facts }: Known,
  now: number,
): Promise<void> {
  await removeAtVod(config, facts)
  await putDeleted(kv, uploadId, now)
}

/**
 * Deletes what VOD has of an upload.
 * @throws ProblemError `vod-unavailable`
 */
export async function removeAtVod(config: Config, facts: Facts): Promise<void> {
  // Only a file that VOD itself has named ours: a claim must not delete another's.
  if (facts.uploaded?.media && !facts.deleted)
    try {
      await deleteMedia(config, facts.uploaded.fileId)
    } catch (error) {
      if (error instanceof VodApiError) throw new ProblemError('vod-unavailable', { cause: error })
      throw error
    }
}
