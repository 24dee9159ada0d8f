import { Hono } from 'hono'
import type { Config } from '../config.ts'
import type { App } from '../environment.ts'

/** Where the SDK sends to unless told otherwise: both hosts of the API, both of the storage. */
const vodUploadOrigins = ['https://vod2.qcloud.com', 'https://vod2.dnsv1.com']
const cosOrigins = ['https://*.myqcloud.com', 'https://*.tencentcos.cn']

const sourceOf = (origin: string) => (origin.includes('://') ? new URL(origin).origin : origin)

/** A host without a scheme means https. */
const mediaSource = (host: string) => (host.includes('://') ? host : `https://${host}`)

/** The pages' Content-Security-Policy: this origin, VOD's hosts, and nothing else. */
export function contentSecurityPolicy(config: Config, path: string): string {
  const upload = config.VOD_UPLOAD_ENDPOINT
    ? [sourceOf(config.VOD_UPLOAD_ENDPOINT)]
    : vodUploadOrigins
  const cos = config.COS_ENDPOINT ? [sourceOf(config.COS_ENDPOINT)] : cosOrigins
  const media = config.MEDIA_ORIGINS.map(mediaSource)
  const directives: Record<string, string[]> = {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'blob:', ...media],
    'media-src': ["'self'", 'blob:', ...media],
    'connect-src': ["'self'", ...upload, ...cos],
    'font-src': ["'self'"],
    'worker-src': ["'self'"],
    'manifest-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    // Other sites frame the player, and nothing else.
    'frame-ancestors': [path.startsWith('/embed/') ? '*' : "'none'"],
  }
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...new Set(sources)].join(' '))
    .join('; ')
}

/** The studio's and the viewers' pages: the static build, under the strictest headers it runs with. */
export const pages = new Hono<App>().on(['GET', 'HEAD'], '*', async (c) => {
  const asset = await c.env.ASSETS.fetch(c.req.raw)
  const response = new Response(asset.body, asset)
  const headers = response.headers
  headers.set('x-content-type-options', 'nosniff')
  if (headers.get('content-type')?.startsWith('text/html')) {
    headers.set('content-security-policy', contentSecurityPolicy(c.get('config'), c.req.path))
    headers.set('referrer-policy', 'strict-origin-when-cross-origin')
    headers.set('cross-origin-opener-policy', 'same-origin')
    headers.set('permissions-policy', 'camera=(self), microphone=(self), display-capture=(self)')
  }
  return response
})
