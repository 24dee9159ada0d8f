import {
  isLinkId,
  type LinkId,
  linkParameter,
  MakeLink,
  PrivateLink,
  PrivateLinks,
  type ProblemCode,
  type UploadId,
} from '@reelferry/contract'
import { Hono } from 'hono'
import type { App, RequestContext } from '../context.ts'
import { creatorProblems, requireCreator } from '../creators/authenticate.ts'
import { describeRoute, json } from '../http/describe-route.ts'
import { ProblemError } from '../http/problem-error.ts'
import { validateBody } from '../http/validate-body.ts'
import { log } from '../lib/log.ts'
import { requireOwnUpload } from '../uploads/find-own-upload.ts'
import { listLinks, putLink, putRevocation, type StoredLink } from '../uploads/links-store.ts'
import { newLinkId, signLink } from '../videos/private-link.ts'

const linkProblems: ProblemCode[] = [...creatorProblems, 'upload-not-found']

const dayMs = 24 * 3_600_000

async function serializeLink(
  { config }: RequestContext,
  uploadId: UploadId,
  { linkId, createdAt, expiresAt }: { linkId: LinkId } & StoredLink,
): Promise<PrivateLink> {
  const claims = { linkId, expiresAt: Math.floor(expiresAt / 1000) }
  const token = await signLink(config, uploadId, claims)
  return { linkId, path: `/watch/${uploadId}?${linkParameter}=${token}`, createdAt, expiresAt }
}

/** `/api/uploads/:uploadId/links`: links with which others can watch a creator's private video. */
export const links = new Hono<App>()
  .post(
    '/:uploadId/links',
    requireCreator,
    describeRoute({
      summary: 'Make a link with which anyone can watch a private video for some days',
      success: json({ PrivateLink }, 'The link', 201),
      problems: ['invalid-request', ...linkProblems, 'upload-closed'],
    }),
    validateBody({ MakeLink }),
    async (c) => {
      const { context, creator } = c.var
      const { kv, now } = context
      const { uploadId, record } = await requireOwnUpload(kv, c.req.param('uploadId'), creator, [
        'deleted',
      ])
      if (record.deleted) throw new ProblemError('upload-closed')
      const { days } = c.req.valid('json')
      const createdAt = now()
      const link = { linkId: newLinkId(), createdAt, expiresAt: createdAt + days * dayMs }
      await putLink(kv, uploadId, link.linkId, { createdAt, expiresAt: link.expiresAt })
      log('link-made', { uploadId, days })
      return c.json<PrivateLink>(await serializeLink(context, uploadId, link), 201)
    },
  )
  .get(
    '/:uploadId/links',
    requireCreator,
    describeRoute({
      summary: 'List the valid links to an own private video, newest first',
      success: json({ PrivateLinks }, 'The links'),
      problems: linkProblems,
    }),
    async (c) => {
      const { context, creator } = c.var
      const { kv, now } = context
      const { uploadId } = await requireOwnUpload(kv, c.req.param('uploadId'), creator, [])
      const found = await listLinks(kv, uploadId, now())
      return c.json<PrivateLinks>({
        links: await Promise.all(found.map((link) => serializeLink(context, uploadId, link))),
      })
    },
  )
  .delete(
    '/:uploadId/links/:linkId',
    requireCreator,
    describeRoute({
      summary: 'Revoke a link to an own private video. Takes up to one minute',
      success: { status: 204, description: 'Revoked' },
      problems: ['invalid-request', ...linkProblems],
    }),
    async (c) => {
      const { context, creator } = c.var
      const { kv } = context
      const linkId = c.req.param('linkId')
      if (!isLinkId(linkId)) throw new ProblemError('invalid-request')
      const { uploadId } = await requireOwnUpload(kv, c.req.param('uploadId'), creator, [])
      await putRevocation(kv, uploadId, linkId)
      log('link-revoked', { uploadId })
      return c.body(null, 204)
    },
  )
