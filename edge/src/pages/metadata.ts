import { escapeMarkup, type Video } from '@reelferry/contract'

type ReadyVideo = Video & { status: 'ready' }

/** The studio that shows a video. */
export interface StudioAddress {
  origin: string
  name: string
}

/** The size if VOD does not know it. */
const defaultSize = { width: 1280, height: 720 }

/** Width and height of a video in pixels. */
export const sizeOf = ({ width, height }: ReadyVideo): { width: number; height: number } =>
  width > 0 && height > 0 ? { width, height } : defaultSize

/** URLs of the pages of a video. */
function addressesOf(origin: string, id: string) {
  const watch = `${origin}/watch/${id}`
  const oembed = (format: 'json' | 'xml') =>
    `${origin}/api/oembed?url=${encodeURIComponent(watch)}&format=${format}`
  return { watch, embed: `${origin}/embed/${id}`, oembed }
}

const tag = (name: 'meta' | 'link', attributes: Record<string, string>) =>
  `<${name} ${Object.entries(attributes)
    .map(([key, value]) => `${key}="${escapeMarkup(value)}"`)
    .join(' ')}>`

/**
 * HTML for the head of a video's page: metadata for search engines, link previews (ogp.me, X's player card) and oEmbed
 * consumers.
 */
export function videoTags(video: ReadyVideo, { origin, name: studioName }: StudioAddress): string {
  const { watch, embed, oembed } = addressesOf(origin, video.id)
  const { width, height } = sizeOf(video)
  const metas: Record<string, string> = {
    description: video.description || video.name,
    ...(video.visibility !== 'public' && { robots: 'noindex' }),
    'twitter:card': 'player',
    'twitter:title': video.name,
    ...(video.description && { 'twitter:description': video.description }),
    ...(video.poster && { 'twitter:image': video.poster }),
    'twitter:player': embed,
    'twitter:player:width': String(width),
    'twitter:player:height': String(height),
  }
  const properties: Record<string, string> = {
    'og:type': 'video.other',
    'og:site_name': studioName,
    'og:title': video.name,
    ...(video.description && { 'og:description': video.description }),
    'og:url': watch,
    ...(video.poster && { 'og:image': video.poster }),
    'og:video:url': embed,
    ...(embed.startsWith('https:') && { 'og:video:secure_url': embed }),
    'og:video:type': 'text/html',
    'og:video:width': String(width),
    'og:video:height': String(height),
    'video:release_date': new Date(video.publishedAt).toISOString(),
    ...(video.duration > 0 && { 'video:duration': String(Math.round(video.duration)) }),
  }
  return [
    tag('link', { rel: 'canonical', href: watch }),
    ...(['json', 'xml'] as const).map((format) =>
      tag('link', {
        rel: 'alternate',
        type: format === 'json' ? 'application/json+oembed' : 'text/xml+oembed',
        href: oembed(format),
        title: video.name,
      }),
    ),
    ...Object.entries(metas).map(([name, content]) => tag('meta', { name, content })),
    ...Object.entries(properties).map(([property, content]) => tag('meta', { property, content })),
  ].join('\n')
}
