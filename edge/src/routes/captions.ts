import { isUploadId } from '@reelferry/contract'
import { Hono } from 'hono'
import type { App } from '../context.ts'
import { ProblemError } from '../http/problem-error.ts'
import { ipRateLimit } from '../http/rate-limit.ts'
import { getCaptions } from '../uploads/captions-store.ts'
import { visibilityOf } from '../uploads/playback.ts'
import { getRecord } from '../uploads/store.ts'
import { privateAccess } from '../videos/private-access.ts'

/** Seconds that a browser uses captions without a request. Changed captions have another address. */
const maxAge = 300

/**
 * `/captions/<uploadId>/<language>.vtt`: captions for `<track>`, on the origin of the pages. The visibility of the video
 * applies. Other sites may load captions that are not private, as they may embed the video.
 */
export const captions = new Hono<App>().get('/:id/:file', ipRateLimit, async (c) => {
  const { kv, now } = c.var.context
  const [id, language] = [c.req.param('id'), /^([\w-]+)\.vtt$/.exec(c.req.param('file'))?.[1]]
  if (!isUploadId(id) || !language) throw new ProblemError('route-not-found')
  const [record, found] = await Promise.all([
    getRecord(kv, id, ['visibility', 'deleted']),
    getCaptions(kv, id, language),
  ])
  if (!record || record.deleted || !found) throw new ProblemError('video-not-found')
  const isPrivate = visibilityOf(record, now()) === 'private'
  const access = isPrivate ? await privateAccess(c, id) : undefined
  if (access?.by === 'nothing') throw new ProblemError('video-private')
  const tag = `"${found.version}"`
  c.header('etag', tag)
  const cache = access?.by === 'link' ? 'no-store' : 'private, no-cache'
  c.header('cache-control', isPrivate ? cache : `public, max-age=${maxAge}`)
  c.header('x-content-type-options', 'nosniff')
  c.header('cross-origin-resource-policy', 'cross-origin')
  if (!isPrivate) c.header('access-control-allow-origin', '*')
  const known = (c.req.header('if-none-match') ?? '').split(',')
  if (known.some((entry) => entry.trim().replace(/^W\//, '') === tag)) return c.body(null, 304)
  return c.body(found.text, 200, { 'content-type': 'text/vtt; charset=utf-8' })
})
