import {
  EditUpload,
  isFileId,
  type IssuedSignature,
  isUploadId,
  OpenUpload,
  type OpenedUpload,
  validateSourceFile,
  type Upload,
  type UploadPage,
} from '@reelferry/contract'
import { Hono } from 'hono'
import { etag } from 'hono/etag'
import { requireCreator } from '../creators/authenticate.ts'
import type { Creator } from '../creators/creator.ts'
import type { Config } from '../config.ts'
import type { App } from '../context.ts'
import { log } from '../lib/log.ts'
import { ProblemError } from '../http/problem-error.ts'
import { issueSignature } from '../uploads/issue-signature.ts'
import { checkLimits } from '../uploads/limits.ts'
import { present } from '../uploads/serialize.ts'
import { type Hint, learn, putNews, refresh } from '../uploads/sync.ts'
import { remove } from '../uploads/delete-upload.ts'
import type { Facts } from '../uploads/upload-record.ts'
import { getSignable, rememberSignable } from '../uploads/signing-cache.ts'
import { getFacts, listOpened, pageSize, putOpened, putSlot } from '../uploads/store.ts'
import { newUploadId } from '../uploads/upload-id.ts'
import { VodApiError } from '../vod/api.ts'
import { inBackground } from '../http/wait-until.ts'
import { validBody } from '../http/validate-body.ts'

/** The upload of this id, if it is the creator's own: another's is as unknown as none. */
async function ownFacts(kv: KVNamespace, id: string, creator: Creator) {
  if (!isUploadId(id)) throw new ProblemError('upload-not-found')
  const facts = await getFacts(kv, id)
  if (facts?.opened.creatorId !== creator.creatorId) throw new ProblemError('upload-not-found')
  return { uploadId: id, facts }
}

/** What VOD's own API says of a file at this moment, written down. */
async function askVod(kv: KVNamespace, config: Config, hint: Hint, now: number) {
  try {
    const learned = await learn(kv, config, hint, now)
    if (learned) await putNews(kv, learned)
    return learned
  } catch (error) {
    if (error instanceof VodApiError) throw new ProblemError('vod-unavailable', { cause: error })
    throw error
  }
}

/** `/api/uploads`: open an upload, sign its calls to VOD, say what has become of it. */
export const uploads = new Hono<App>()
  .use(requireCreator)
  .post('/', validBody(OpenUpload), async (c) => {
    const file = c.req.valid('json')
    const config = c.get('config')
    const creator = c.get('creator')
    const refusal = validateSourceFile(file, creator.limits.maxFileBytes)
    if (refusal) throw new ProblemError(refusal)
    const now = Date.now()
    await checkLimits(c.env.UPLOADS, creator, now)
    const uploadId = newUploadId()
    const opened = {
      creatorId: creator.creatorId,
      name: file.name,
      size: file.size,
      openedAt: now,
      procedure: config.VOD_PROCEDURE !== undefined,
    }
    await putOpened(c.env.UPLOADS, uploadId, opened)
    rememberSignable(c.env.UPLOADS, uploadId, { opened, isDeleted: false }, now)
    log('upload-opened', { uploadId, size: file.size })
    return c.json<OpenedUpload>({ uploadId }, 201)
  })
  .get('/', async (c) => {
    const kv = c.env.UPLOADS
    const { creatorId } = c.get('creator')
    const { uploads, cursor } = await listOpened(kv, creatorId, pageSize, c.req.query('cursor'))
    const now = Date.now()
    const all = await Promise.all(
      uploads.map(async ({ uploadId }) => {
        const facts = await getFacts(kv, uploadId)
        return facts ? [present(uploadId, facts, now)] : []
      }),
    )
    return c.json<UploadPage>({ uploads: all.flat(), ...(cursor && { cursor }) })
  })
  .post('/:uploadId/signature', async (c) => {
    const uploadId = c.req.param('uploadId')
    if (!isUploadId(uploadId)) throw new ProblemError('upload-not-found')
    const now = Date.now()
    const { creatorId, limits } = c.get('creator')
    const signable = await getSignable(c.env.UPLOADS, uploadId, now)
    if (signable?.opened.creatorId !== creatorId) throw new ProblemError('upload-not-found')
    const { opened, isDeleted } = signable
    // It may have been lowered since.
    if (opened.size > limits.maxFileBytes) throw new ProblemError('file-too-large')
    // Not closed by what VOD says: its notification may overtake its answer to the commit. Nor by time: what is sent
    // anew after VOD forgot a session, on the second day, is as good as new; and a cover may come after years.
    if (isDeleted) throw new ProblemError('upload-closed')
    return c.json<IssuedSignature>(await issueSignature(c.get('config'), uploadId, 1, now))
  })
  .post('/:uploadId/cover', async (c) => {
    const kv = c.env.UPLOADS
    const { uploadId, facts } = await ownFacts(kv, c.req.param('uploadId'), c.get('creator'))
    const told = c.req.query('fileId')
    const fileId = facts.uploaded?.fileId ?? (isFileId(told) ? told : undefined)
    const now = Date.now()
    // No event tells of a new cover, and what VOD said of a video that is ready is not asked again.
    const learned = fileId && (await askVod(kv, c.get('config'), { fileId, uploadId }, now))
    return c.json<Upload>(present(uploadId, learned?.facts ?? facts, now))
  })
  .get('/:uploadId', etag(), async (c) => {
    const kv = c.env.UPLOADS
    const own = await ownFacts(kv, c.req.param('uploadId'), c.get('creator'))
    const now = Date.now()
    // The page knows the file's id from VOD's answer to it; a lost callback then costs nothing.
    const told = c.req.query('fileId')
    const fileId = own.facts.uploaded?.fileId ?? (isFileId(told) ? told : undefined)
    const background = inBackground(c.executionCtx)
    const facts = await refresh(kv, c.get('config'), { ...own, fileId }, now, background)
    c.header('cache-control', 'private, no-cache')
    return c.json<Upload>(present(own.uploadId, facts, now))
  })
  .patch('/:uploadId', validBody(EditUpload), async (c) => {
    const kv = c.env.UPLOADS
    const { uploadId, facts } = await ownFacts(kv, c.req.param('uploadId'), c.get('creator'))
    const { title, description, visibility } = c.req.valid('json')
    const now = Date.now()
    const edited: Partial<Pick<Facts, 'details' | 'visibility'>> = {
      ...((title !== undefined || description !== undefined) && {
        details: {
          at: now,
          title: title ?? facts.details?.title ?? '',
          description: description ?? facts.details?.description ?? '',
        },
      }),
      ...(visibility && { visibility: { at: now, visibility } }),
    }
    await Promise.all([
      edited.details && putSlot(kv, uploadId, 'details', edited.details),
      edited.visibility && putSlot(kv, uploadId, 'visibility', edited.visibility),
    ])
    return c.json<Upload>(present(uploadId, { ...facts, ...edited }, now))
  })
  .delete('/:uploadId', async (c) => {
    const own = await ownFacts(c.env.UPLOADS, c.req.param('uploadId'), c.get('creator'))
    await remove(c.env.UPLOADS, c.get('config'), own, Date.now())
    return c.body(null, 204)
  })
