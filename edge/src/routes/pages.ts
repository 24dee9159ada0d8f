import { isFileId, type Video } from '@reelferry/contract'
import { type Context, Hono } from 'hono'
import { brakeStranger } from '../http/rate-limit.ts'
import type { App } from '../context.ts'
import { contentSecurityPolicy, operatorPolicy } from '../pages/content-security-policy.ts'
import { withVideo } from '../pages/player-page.ts'
import { ProblemError } from '../http/problem-error.ts'
import { showVideo } from '../videos/show-video.ts'

/** A page under the strictest headers it runs with; `embed` is there for the one that other sites frame. */
function guarded(c: Context<App>, page: Response, embed?: { nonce: string }): Response {
  const response = new Response(page.body, page)
  const headers = response.headers
  headers.set('x-content-type-options', 'nosniff')
  if (headers.get('content-type')?.startsWith('text/html')) {
    headers.set('content-security-policy', contentSecurityPolicy(c.get('config'), embed))
    headers.set('referrer-policy', 'strict-origin-when-cross-origin')
    if (embed) {
      // Pages that isolate themselves may frame it too; its media come from hosts that know nothing of that.
      headers.set('cross-origin-resource-policy', 'cross-origin')
      headers.set('cross-origin-embedder-policy', 'credentialless')
      headers.set('permissions-policy', 'camera=(), microphone=(), display-capture=()')
    } else {
      headers.set('cross-origin-opener-policy', 'same-origin')
      headers.set('permissions-policy', 'camera=(self), microphone=(self), display-capture=(self)')
    }
  }
  return response
}

/** 128 bits, which nobody guesses. */
const newNonce = () => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))

/** Marks a page's own styles and its own script, which its policy then lets apply. */
const withNonce = (page: Response, nonce: string): Response =>
  new HTMLRewriter()
    .on('head > style, head > script:not([src])', {
      element: (element) => void element.setAttribute('nonce', nonce),
    })
    .transform(page)

/**
 * The video of a page; `undefined` where it cannot be told now. The page then asks by itself, and says what is
 * wrong in the viewer's language.
 */
async function videoOfPage(c: Context<App>, fileId: string): Promise<Video | null | undefined> {
  if (!isFileId(fileId)) return null
  try {
    await brakeStranger(c)
    return (await showVideo(c, fileId)) ?? null
  } catch (error) {
    if (error instanceof ProblemError) return undefined
    throw error
  }
}

async function playerPage(c: Context<App>, asset: '/watch' | '/embed', fileId: string) {
  const url = new URL(c.req.url)
  const [page, video] = await Promise.all([
    // Without the browser's conditions: what is put into the page changes when the file does not.
    c.env.ASSETS.fetch(new Request(new URL(asset, url))),
    videoOfPage(c, fileId),
  ])
  const headers = new Headers(page.headers)
  headers.delete('etag')
  // A browser that is closed and opened again shows pages as it has kept them: what lapses, and what the next at this
  // device may not see, it must not keep.
  const isKept = video?.status !== 'ready' || (video.visibility !== 'private' && !video.expiresAt)
  headers.set('cache-control', isKept ? 'private, no-cache' : 'no-store')
  if (video?.status === 'ready' && video.visibility !== 'public')
    headers.set('x-robots-tag', 'noindex')
  const fresh = new Response(page.body, { headers, status: video === null ? 404 : page.status })
  const saveData = c.req.header('save-data') === 'on'
  const nonce = newNonce()
  const whole = video ? withVideo(fresh, video, url, saveData) : fresh
  return guarded(c, withNonce(whole, nonce), asset === '/embed' ? { nonce } : undefined)
}

/** Where the files of a build are, by names that no other build has. */
const isFileOfBuild = (path: string) => /^\/(assets|operator|player|uploader)\//.test(path)

/**
 * The studio's one document, under whatever address its router knows, and what it says where there is nothing. For a
 * file that is gone with its deployment it must not stand in: browsers would keep it as that file.
 */
async function studiosPage(c: Context<App>): Promise<Response> {
  if (isFileOfBuild(c.req.path)) {
    c.header('cache-control', 'no-store')
    throw new ProblemError('route-not-found')
  }
  const document = new Request(new URL('/', c.req.url), c.req.raw)
  return guarded(c, await c.env.ASSETS.fetch(document))
}

/**
 * The operator's page, where OPERATOR_SECRET is set; else the address is as unknown as any other, so that
 * nobody learns from it whether there is something to try secrets on.
 */
async function operatorsPage(c: Context<App>) {
  const { OPERATOR_SECRET } = c.get('config')
  if (!OPERATOR_SECRET) return studiosPage(c)
  const at = new URL('/operator', c.req.url)
  const page = guarded(c, await c.env.ASSETS.fetch(new Request(at)))
  page.headers.set('content-security-policy', operatorPolicy)
  page.headers.set('cache-control', 'no-store')
  page.headers.set('referrer-policy', 'no-referrer')
  page.headers.set('x-robots-tag', 'noindex')
  page.headers.set('permissions-policy', 'camera=(), microphone=(), display-capture=()')
  return page
}

/** The studio's, the viewers' and the operator's pages: the static build, and of viewers' pages the video they show. */
export const pages = new Hono<App>()
  .get('/watch/:fileId', (c) => playerPage(c, '/watch', c.req.param('fileId')))
  .get('/embed/:fileId', (c) => playerPage(c, '/embed', c.req.param('fileId')))
  .get('/operator', operatorsPage)
  .on(['GET', 'HEAD'], '*', studiosPage)
