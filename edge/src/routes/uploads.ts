import {
  EpochSeconds,
  isFileId,
  type IssuedSignature,
  OpenUpload,
  type OpenedUpload,
  refuseSourceFile,
  type Upload,
  isUploadId,
} from '@reelferry/contract'
import { Hono } from 'hono'
import { etag } from 'hono/etag'
import * as v from 'valibot'
import { type Creator, requireCreator } from '../creators/creator.ts'
import type { App } from '../environment.ts'
import { ProblemError } from '../problem-error.ts'
import { present } from '../uploads/present.ts'
import { refresh } from '../uploads/reconcile.ts'
import { statusOf } from '../uploads/status.ts'
import { getFacts, putOpened } from '../uploads/store.ts'
import { newUploadId, sourceContext } from '../uploads/upload-id.ts'
import { random32, signUpload } from '../vod/signature.ts'
import { validBody } from './valid-body.ts'

/** The upload of this id, if it is the creator's own: another's is as unknown as none. */
async function ownFacts(kv: KVNamespace, id: string, creator: Creator) {
  if (!isUploadId(id)) throw new ProblemError('upload-not-found')
  const facts = await getFacts(kv, id)
  if (facts?.opened.creatorId !== creator.creatorId) throw new ProblemError('upload-not-found')
  return { uploadId: id, facts }
}

/** `/api/uploads`: open an upload, sign its calls to VOD, say what has become of it. */
export const uploads = new Hono<App>()
  .use(requireCreator)
  .post('/', validBody(OpenUpload), async (c) => {
    const file = c.req.valid('json')
    const config = c.get('config')
    const refusal = refuseSourceFile(file, config.MAX_FILE_BYTES)
    if (refusal) throw new ProblemError(refusal)
    const uploadId = newUploadId()
    await putOpened(c.env.UPLOADS, uploadId, {
      creatorId: c.get('creator').creatorId,
      name: file.name,
      size: file.size,
      openedAt: Date.now(),
      procedure: config.VOD_PROCEDURE !== undefined,
    })
    return c.json<OpenedUpload>({ uploadId }, 201)
  })
  .post('/:uploadId/signature', async (c) => {
    const { uploadId, facts } = await ownFacts(
      c.env.UPLOADS,
      c.req.param('uploadId'),
      c.get('creator'),
    )
    const now = Date.now()
    // VOD signs off an upload in one more call after its events can have come, so only the ends close it.
    if (['rejected', 'failed', 'expired', 'deleted'].includes(statusOf(facts, now)))
      throw new ProblemError('upload-closed')
    const config = c.get('config')
    const currentTimeStamp = Math.floor(now / 1000)
    const expireTime = currentTimeStamp + config.SIGNATURE_TTL_SECONDS
    const context = await sourceContext(config.SESSION_SECRET, uploadId)
    const signature = await signUpload(config.VOD_SECRET_KEY, {
      secretId: config.VOD_SECRET_ID,
      currentTimeStamp,
      expireTime,
      random: random32(),
      oneTimeValid: 1,
      sourceContext: context,
      ...(config.VOD_SUB_APP_ID && { vodSubAppId: config.VOD_SUB_APP_ID }),
      ...(config.VOD_CLASS_ID && { classId: config.VOD_CLASS_ID }),
      ...(config.VOD_STORAGE_REGION && { storageRegion: config.VOD_STORAGE_REGION }),
      ...(config.VOD_PROCEDURE && { procedure: config.VOD_PROCEDURE, sessionContext: context }),
    })
    return c.json<IssuedSignature>({ signature, expiresAt: v.parse(EpochSeconds, expireTime) })
  })
  .get('/:uploadId', etag(), async (c) => {
    const kv = c.env.UPLOADS
    const own = await ownFacts(kv, c.req.param('uploadId'), c.get('creator'))
    const now = Date.now()
    // The page knows the file's id from VOD's answer to it; a lost callback then costs nothing.
    const told = c.req.query('fileId')
    const fileId = own.facts.uploaded?.fileId ?? (isFileId(told) ? told : undefined)
    const facts = await refresh(kv, c.get('config'), { ...own, fileId }, now)
    c.header('cache-control', 'private, no-cache')
    return c.json<Upload>(present(own.uploadId, facts, now))
  })
