import { isFileId, linkParameter, playerOptions, type Video } from '@reelferry/contract'
import { type Context, Hono } from 'hono'
import type { App } from '../context.ts'
import { hasCredentials } from '../creators/authenticate.ts'
import { contentSecurityPolicy, operatorPolicy } from '../pages/content-security-policy.ts'
import { withVideo } from '../pages/player-page.ts'
import { withPreloads } from '../pages/preloads.ts'
import { withStudioSettings } from '../pages/studio-settings.ts'
import { ProblemError } from '../http/problem-error.ts'
import { rateLimitByIp } from '../http/rate-limit.ts'
import { showVideo, addressOfFile } from '../videos/show-video.ts'
import { catchVodFailure } from '../vod/vod-api-error.ts'

/** Adds security headers to a page. `embed` is set for the page that other sites frame. */
function withSecurityHeaders(
  c: Context<App>,
  page: Response,
  embed?: { nonce: string; isolated: boolean },
): Response {
  const response = new Response(page.body, page)
  const headers = response.headers
  headers.set('x-content-type-options', 'nosniff')
  if (headers.get('content-type')?.startsWith('text/html')) {
    headers.set('content-security-policy', contentSecurityPolicy(c.var.context.config, embed))
    headers.set('referrer-policy', 'strict-origin-when-cross-origin')
    if (embed) {
      // Isolated pages may frame it too. Its media come from hosts without CORP headers, which `credentialless` allows.
      // WebKit does not support that value, so there the page around it sets `isolated`, and media need CORS.
      headers.set('cross-origin-resource-policy', 'cross-origin')
      headers.set(
        'cross-origin-embedder-policy',
        embed.isolated ? 'require-corp' : 'credentialless',
      )
      headers.set('permissions-policy', 'camera=(), microphone=(), display-capture=()')
    } else {
      headers.set('cross-origin-opener-policy', 'same-origin')
      headers.set('permissions-policy', 'camera=(self), microphone=(self), display-capture=(self)')
    }
  }
  return response
}

/** 128 random bits, which nobody can guess. */
const newNonce = () => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))

/** Adds the nonce to the inline styles and script, so that the policy allows them. */
const withNonce = (page: Response, nonce: string): Response =>
  new HTMLRewriter()
    .on('head > style, head > script:not([src])', {
      element: (element) => void element.setAttribute('nonce', nonce),
    })
    .transform(page)

/** The result of a look-up, or `undefined` if it is unavailable now. */
async function ifAvailable<T>(c: Context<App>, lookUp: () => Promise<T>): Promise<T | undefined> {
  try {
    await rateLimitByIp(c)
    return await catchVodFailure(lookUp, () => undefined)
  } catch (error) {
    if (error instanceof ProblemError) return undefined
    throw error
  }
}

/**
 * The video of a page: `null` if there is none, `undefined` if it is unavailable now. The page then requests it itself,
 * and shows the problem in the viewer's language.
 */
const videoOfPage = (c: Context<App>, id: string): Promise<Video | null | undefined> =>
  ifAvailable(c, async () => (await showVideo(c, id)) ?? null)

/** The address of a page that was requested by file id, as in links of earlier versions. */
async function newAddressOf(c: Context<App>, { pathname, search }: URL, id: string) {
  if (!isFileId(id)) return undefined
  const uploadId = await ifAvailable(c, () => addressOfFile(c.var.context, id))
  return uploadId && pathname.replace(id, uploadId) + search
}

async function playerPage(c: Context<App>, asset: '/watch' | '/embed', id: string) {
  const url = new URL(c.req.url)
  const address = await newAddressOf(c, url, id)
  if (address) {
    if (asset === '/embed') {
      // Isolated pages refuse a redirect without them.
      c.header('cross-origin-resource-policy', 'cross-origin')
      c.header('cross-origin-embedder-policy', 'require-corp')
    }
    return c.redirect(address, 301)
  }
  const [page, video] = await Promise.all([
    // Without the browser's conditional headers: the video may change when the file does not.
    c.env.ASSETS.fetch(new Request(new URL(asset, url))),
    videoOfPage(c, id),
  ])
  const headers = new Headers(page.headers)
  headers.delete('etag')
  // A browser restores its tabs from the HTTP cache. It must not store expiring URLs, or videos that the next person at
  // this device may not see.
  const hasLink = url.searchParams.has(linkParameter)
  const isCacheable =
    !hasLink && (video?.status !== 'ready' || (video.visibility !== 'private' && !video.expiresAt))
  headers.set('cache-control', isCacheable ? 'private, no-cache' : 'no-store')
  if (hasLink || (video?.status === 'ready' && video.visibility !== 'public'))
    headers.set('x-robots-tag', 'noindex')
  const fresh = new Response(page.body, { headers, status: video === null ? 404 : page.status })
  const saveData = c.req.header('save-data') === 'on'
  const nonce = newNonce()
  const { config } = c.var.context
  const named = withStudioSettings(fresh, config)
  const whole = video
    ? withVideo(named, video, { url, saveData, studioName: config.STUDIO_NAME })
    : named
  const { isolated } = playerOptions(url.searchParams)
  const embed = asset === '/embed' ? { nonce, isolated } : undefined
  const secured = withSecurityHeaders(c, withNonce(whole, nonce), embed)
  // The address contains the token of the link. VOD's hotlink protection by referrer needs the origin.
  if (hasLink) secured.headers.set('referrer-policy', 'strict-origin')
  return secured
}

/**
 * A page of the build with the operator's settings. Without conditional headers and ETag, which belong to the file: the
 * settings may change when the file does not.
 */
async function staticPage(c: Context<App>, path: '/' | '/operator'): Promise<Response> {
  const { method, url } = c.req
  const file = await c.env.ASSETS.fetch(new Request(new URL(path, url), { method }))
  const page = new Response(file.body, file)
  page.headers.delete('etag')
  const { config } = c.var.context
  // In the other modes, a proxy may add the credentials only to requests of the API.
  const isSignedOut = config.AUTH_MODE === 'invite' && !hasCredentials(c)
  return withStudioSettings(page, config, isSignedOut ? { isSignedOut } : {})
}

/** Lets the browser request the first videos of the library while it loads the code that shows them. */
const withListOfVideos = (page: Response): Response =>
  new HTMLRewriter()
    .on('head', {
      element: (head) =>
        void head.append('<link rel="preload" href="/api/uploads" as="fetch" crossorigin>', {
          html: true,
        }),
    })
    .transform(page)

/** Files of a build. Their names contain a hash. */
const isFileOfBuild = (path: string) => /^\/(assets|operator|player|uploader)\//.test(path)

/**
 * The studio's document, for every path of its router; it also shows unknown paths. A deleted file of an old build is
 * answered with 404 and not with the document, because browsers would cache the document as that file.
 */
async function studioPage(c: Context<App>): Promise<Response> {
  if (isFileOfBuild(c.req.path)) {
    c.header('cache-control', 'no-store')
    throw new ProblemError('route-not-found')
  }
  const isLibrary = c.req.path === '/library' && hasCredentials(c)
  const page = withPreloads(
    await staticPage(c, '/'),
    isLibrary ? c.req.path : undefined,
    c.req.header('accept-language'),
  )
  return withSecurityHeaders(c, isLibrary ? withListOfVideos(page) : page)
}

/**
 * The operator's page if OPERATOR_SECRET is configured. Otherwise the path is as unknown as any other, so that it does not
 * show whether there is a secret to guess.
 */
async function operatorPage(c: Context<App>) {
  const { OPERATOR_SECRET } = c.var.context.config
  if (!OPERATOR_SECRET) return studioPage(c)
  const page = withSecurityHeaders(c, await staticPage(c, '/operator'))
  page.headers.set('content-security-policy', operatorPolicy(c.var.context.config))
  page.headers.set('cache-control', 'no-store')
  page.headers.set('referrer-policy', 'no-referrer')
  page.headers.set('x-robots-tag', 'noindex')
  page.headers.set('permissions-policy', 'camera=(), microphone=(), display-capture=()')
  return page
}

/** The static pages. Watch and embed pages contain their video. */
export const pages = new Hono<App>()
  .get('/watch/:id', (c) => playerPage(c, '/watch', c.req.param('id')))
  .get('/embed/:id', (c) => playerPage(c, '/embed', c.req.param('id')))
  .get('/operator', operatorPage)
  .on(['GET', 'HEAD'], '*', studioPage)
