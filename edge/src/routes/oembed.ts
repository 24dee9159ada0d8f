import { Hono } from 'hono'
import * as v from 'valibot'
import type { App } from '../context.ts'
import { describeRoute, json } from '../http/describe-route.ts'
import { ProblemError } from '../http/problem-error.ts'
import { oembedOf, oembedXml } from '../pages/oembed.ts'
import { showVideo } from '../videos/show-video.ts'

const OEmbed = v.object({
  version: v.literal('1.0'),
  type: v.literal('video'),
  provider_name: v.string(),
  provider_url: v.string(),
  title: v.string(),
  width: v.number(),
  height: v.number(),
  html: v.string(),
  thumbnail_url: v.optional(v.string()),
  thumbnail_width: v.optional(v.number()),
  thumbnail_height: v.optional(v.number()),
})

/** The id of the video in the URL of a page of this studio. */
function videoIdOf(address: string, origin: string): string | undefined {
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  return url.origin === origin ? /^\/(?:watch|embed)\/([\w-]+)$/.exec(url.pathname)?.[1] : undefined
}

/** Pixels. Anything else than a number counts as absent. */
const pixels = (text: string | undefined) =>
  text !== undefined && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined

/**
 * `/api/oembed`: how to embed a page (oembed.com). The specification defines 404 for unknown pages, 401 for private
 * videos and 501 for formats other than json and xml.
 */
export const oembed = new Hono<App>().get(
  '/',
  describeRoute({
    summary: 'Get the embed code of a video (oEmbed 1.0)',
    query: {
      url: 'URL of a watch page or an embed page',
      format: '`json` (default) or `xml`',
      maxwidth: 'Pixels',
      maxheight: 'Pixels',
    },
    success: json({ OEmbed }, 'The embed code, and what it shows'),
    problems: [
      'video-private',
      'video-not-found',
      'too-many-requests',
      'format-not-supported',
      'vod-unavailable',
    ],
  }),
  async (c) => {
    const { url: address = '', format = 'json', maxwidth, maxheight } = c.req.query()
    if (format !== 'json' && format !== 'xml') throw new ProblemError('format-not-supported')
    const { origin } = new URL(c.req.url)
    const id = videoIdOf(address, origin)
    const video = id ? await showVideo(c, id) : undefined
    // An embedded private video would play only for creators of this studio, so nobody gets its embed code.
    if (
      video?.status === 'private' ||
      video?.status === 'link-ended' ||
      (video?.status === 'ready' && video.visibility === 'private')
    )
      throw new ProblemError('video-private')
    if (video?.status !== 'ready') throw new ProblemError('video-not-found')
    const [width, height] = [pixels(maxwidth), pixels(maxheight)]
    const studio = { origin, name: c.var.context.config.STUDIO_NAME }
    const answer = oembedOf(video, studio, { ...(width && { width }), ...(height && { height }) })
    // Consumers in browsers send requests from their own origin.
    c.header('access-control-allow-origin', '*')
    return format === 'xml'
      ? c.body(oembedXml(answer), 200, { 'content-type': 'text/xml; charset=utf-8' })
      : c.json(answer)
  },
)
