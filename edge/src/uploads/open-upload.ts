import type { OpenUpload, UploadId } from '@reelferry/contract'
import type { RequestContext } from '../context.ts'
import type { Creator } from '../creators/creator.ts'
import { ProblemError } from '../http/problem-error.ts'
import { log } from '../lib/log.ts'
import { requireOwnUpload } from './find-own-upload.ts'
import { cacheSigningState } from './signing-cache.ts'
import { putOpened } from './store.ts'
import { newUploadId } from './upload-id.ts'

/**
 * Opens an upload for a valid file.
 * @throws ProblemError `upload-not-found` or `upload-closed`, if it replaces the file of a video that does not exist
 */
export async function openUpload(
  context: RequestContext,
  creator: Creator,
  { name, size, visibility, replaces }: OpenUpload,
): Promise<UploadId> {
  const replaced = replaces && (await openedOfVideo(context, replaces, creator))
  const uploadId = newUploadId()
  const opened = {
    creatorId: creator.creatorId,
    name,
    size,
    // Later than the video: its files are ordered by this time.
    openedAt: Math.max(context.now(), (replaced?.openedAt ?? 0) + 1),
    procedure: context.config.VOD_PROCEDURE !== undefined,
    ...(visibility && { visibility }),
    ...(replaces && { replaces }),
  }
  await putOpened(context.kv, uploadId, opened)
  await cacheSigningState(context, uploadId, { opened, isDeleted: false })
  log('upload-opened', { uploadId, size })
  return uploadId
}

async function openedOfVideo({ kv }: RequestContext, id: UploadId, creator: Creator) {
  const { opened, deleted } = (await requireOwnUpload(kv, id, creator, ['deleted'])).record
  // A replacement has no address of its own.
  if (opened.replaces) throw new ProblemError('upload-not-found')
  if (deleted) throw new ProblemError('upload-closed')
  return opened
}
