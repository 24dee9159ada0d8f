import { isUploadId, type UploadId } from '@reelferry/contract'
import type { RequestContext } from '../context.ts'
import type { Creator } from '../creators/creator.ts'
import { ProblemError } from '../http/problem-error.ts'
import { getSigningState, type SigningState } from './signing-cache.ts'
import { getRecord } from './store.ts'
import type { Slot, UploadEntry } from './upload-record.ts'

/**
 * The upload of this id, if this creator has opened it.
 * @param slots the slots to read; all by default
 */
export async function ownUpload(
  kv: KVNamespace,
  id: string,
  { creatorId }: Creator,
  slots?: readonly Slot[],
): Promise<UploadEntry | undefined> {
  const record = isUploadId(id) ? await getRecord(kv, id, slots) : undefined
  return isUploadId(id) && record?.opened.creatorId === creatorId
    ? { uploadId: id, record }
    : undefined
}

/**
 * {@link ownUpload}. Another creator's upload seems not to exist.
 * @throws ProblemError `upload-not-found`
 */
export async function requireOwnUpload(
  ...[kv, id, creator, slots]: Parameters<typeof ownUpload>
): Promise<UploadEntry> {
  const entry = await ownUpload(kv, id, creator, slots)
  if (!entry) throw new ProblemError('upload-not-found')
  return entry
}

/**
 * The signing state of an upload that this creator has opened.
 * @throws ProblemError `upload-not-found`
 */
export async function requireOwnSigningState(
  context: RequestContext,
  id: string,
  { creatorId }: Creator,
): Promise<SigningState & { uploadId: UploadId }> {
  const state = isUploadId(id) ? await getSigningState(context, id) : undefined
  if (!isUploadId(id) || state?.opened.creatorId !== creatorId)
    throw new ProblemError('upload-not-found')
  return { ...state, uploadId: id }
}
