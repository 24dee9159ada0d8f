import { isFileId } from '@reelferry/contract'
import { Hono } from 'hono'
import type { App } from '../context.ts'
import { oembedOf, oembedXml } from '../pages/oembed.ts'
import { ProblemError } from '../http/problem-error.ts'
import { showVideo } from '../videos/show-video.ts'

/** The file id in the address of one of this studio's own pages. */
function fileIdOf(address: string, origin: string): string | undefined {
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  return url.origin === origin ? /^\/(?:watch|embed)\/(\d+)$/.exec(url.pathname)?.[1] : undefined
}

/** Pixels; what is not a number counts as absent. */
const pixels = (text: string | undefined) =>
  text !== undefined && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined

/**
 * `GET /api/oembed`: how to embed the page of an address (oembed.com). 404 for what there is nothing of, 401 for
 * private videos, 501 for another format than json and xml, all of which the specification names.
 */
export const oembed = new Hono<App>().get('/', async (c) => {
  const { url: address = '', format = 'json', maxwidth, maxheight } = c.req.query()
  if (format !== 'json' && format !== 'xml') throw new ProblemError('format-not-supported')
  const { origin } = new URL(c.req.url)
  const fileId = fileIdOf(address, origin)
  const video = isFileId(fileId) ? await showVideo(c, fileId) : undefined
  // Of no use to anyone but who is signed in here, so not even they get it.
  if (video?.status === 'private' || (video?.status === 'ready' && video.visibility === 'private'))
    throw new ProblemError('video-private')
  if (video?.status !== 'ready') throw new ProblemError('video-not-found')
  const [width, height] = [pixels(maxwidth), pixels(maxheight)]
  const answer = oembedOf(video, origin, { ...(width && { width }), ...(height && { height }) })
  // Consumers in browsers ask from their own origin.
  c.header('access-control-allow-origin', '*')
  return format === 'xml'
    ? c.body(oembedXml(answer), 200, { 'content-type': 'text/xml; charset=utf-8' })
    : c.json(answer)
})
