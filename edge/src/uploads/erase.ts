import type { UploadId } from '@reelferry/contract'
import type { Config } from '../config.ts'
import type { Creator } from '../creators/creator.ts'
import type { Facts } from './upload-record.ts'
import { removeAtVod } from './delete-upload.ts'
import { putDeleted } from './signing-cache.ts'
import { forgetCreatorsUpload, forgetUpload, getFacts, listOpened, putNobodys } from './store.ts'

/** Of a free Worker's 50 outgoing calls and 1000 of KV, what one upload may need is 1 and 11. */
const mostAtOnce = 20

/** All that is kept of a creator, a page at a time. */
export async function exportCreator(
  kv: KVNamespace,
  creatorId: Creator['creatorId'],
  cursor: string | undefined,
): Promise<{ uploads: ({ uploadId: UploadId } & Facts)[]; cursor: string | undefined }> {
  const page = await listOpened(kv, creatorId, mostAtOnce, cursor)
  const all = await Promise.all(
    page.uploads.map(async ({ uploadId }) => {
      const facts = await getFacts(kv, uploadId)
      return facts ? [{ uploadId, ...facts }] : []
    }),
  )
  return { uploads: all.flat(), cursor: page.cursor }
}

/**
 * Erases a creator's uploads, at VOD and here, a page at a time. One that may still be sent keeps a mark
 * without name and creator for four days: whatever VOD publishes of it is deleted when it is heard of.
 * @returns how many were erased, and where to go on
 * @throws ProblemError `vod-unavailable`; what was not erased yet stays listed, for the next try
 */
export async function eraseCreator(
  kv: KVNamespace,
  config: Config,
  creatorId: Creator['creatorId'],
  cursor: string | undefined,
  now: number,
): Promise<{ erased: number; cursor: string | undefined }> {
  const page = await listOpened(kv, creatorId, mostAtOnce, cursor)
  for (const { uploadId, openedAt } of page.uploads) {
    const facts = await getFacts(kv, uploadId)
    if (facts) {
      const { uploaded } = await removeAtVod(kv, config, { uploadId, facts }, now)
      if (uploaded?.media) await forgetUpload(kv, uploadId, uploaded.fileId)
      else {
        await putDeleted(kv, uploadId, now)
        await putNobodys(kv, uploadId, facts.opened)
      }
    }
    // Last, so that what was cut short is found again.
    await forgetCreatorsUpload(kv, creatorId, openedAt, uploadId)
  }
  return { erased: page.uploads.length, cursor: page.cursor }
}
