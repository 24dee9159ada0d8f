import { createHmac } from 'node:crypto'
import type { Account } from '../account.ts'
import { unixSeconds } from '../clock.ts'
import type { Faults } from '../faults.ts'
import type { MetaData } from '../media/meta-data.ts'
import type { Publisher } from '../media/publisher.ts'
import type { ObjectStore, StoredObject } from '../storage/objects.ts'
import { UploadApiError } from './errors.ts'
import type { AppliedObject, UploadSession, UploadSessions } from './sessions.ts'

/** TTL of `verify_content`, seconds. Assumed: VOD does not document it. */
const verifyContentTtl = 24 * 60 * 60

interface CommitContext {
  account: Account
  sessions: UploadSessions
  objects: ObjectStore
  publisher: Publisher
  probe: (object: StoredObject) => Promise<MetaData | undefined>
  faults: Faults
  now: number
}

/**
 * CommitUploadUGC: publishes the objects of an upload session, which must be complete. A repeated commit returns the same
 * FileId. That VOD does the same is an assumption.
 *
 * @throws UploadApiError noSuchSession, incompleteObject or sizeMismatch
 */
export async function commitUpload(
  body: Record<string, unknown>,
  { account, sessions, objects, publisher, probe, faults, now }: CommitContext,
): Promise<object> {
  const { vodSessionKey } = body
  const session = typeof vodSessionKey === 'string' ? sessions.find(vodSessionKey) : undefined
  if (!session || (faults.singleCommits && session.fileId))
    throw new UploadApiError('noSuchSession')
  const { video, cover } = session
  for (const applied of [video, cover]) if (applied) requireComplete(objects, applied, faults)

  const metaData = video && (await probe(requireComplete(objects, video, faults)))
  // Look it up again, because a concurrent commit may have published it while the file was being read.
  const published = sessions.find(session.vodSessionKey)?.fileId
  const fileId = published ?? (await publish(session, metaData, publisher))
  if (published === undefined) sessions.commit(session, fileId)

  const verify_content = verifyContent(fileId, account, now)
  const objectResult = ({ key }: AppliedObject) => ({ url: publisher.url(key), verify_content })
  return {
    ...(video && { video: objectResult(video) }),
    ...(cover && { cover: objectResult(cover) }),
    fileId,
  }
}

async function publish(
  { video, cover, coverOf, region, context }: UploadSession,
  metaData: MetaData | undefined,
  publisher: Publisher,
): Promise<string> {
  if (video) return publisher.publish({ video, ...(cover && { cover }), region, context }, metaData)
  const isReplaced = coverOf && cover && (await publisher.replaceCover(coverOf, cover.key))
  // The video may have been deleted since the apply call.
  if (!isReplaced) throw new UploadApiError('noSuchSession')
  return coverOf
}

function requireComplete(
  objects: ObjectStore,
  applied: AppliedObject,
  { exactSizes }: Faults,
): StoredObject {
  const object = objects.get(applied.key)
  if (!object) throw new UploadApiError('incompleteObject')
  if (exactSizes && object.size !== applied.size) throw new UploadApiError('sizeMismatch')
  return object
}

/** base64(HMAC-SHA1 ‖ text), documented in "Ending upload (UGC)". VOD issues the key; here it is derived. */
function verifyContent(fileId: string, { secretKey }: Account, now: number): string {
  const text = `ExpTime=${unixSeconds(now) + verifyContentTtl}&FileId=${fileId}`
  const verifyKey = createHmac('sha1', secretKey).update('verify_key').digest('hex')
  const digest = createHmac('sha1', verifyKey).update(text).digest()
  return Buffer.concat([digest, Buffer.from(text)]).toString('base64')
}
