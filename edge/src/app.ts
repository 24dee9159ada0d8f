import { problem, type ProblemCode } from '@reelferry/contract'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { brakeByAddress } from './http/rate-limit.ts'
import { ConfigError, configOf } from './config.ts'
import type { App } from './context.ts'
import { log } from './lib/log.ts'
import { openapi } from './http/openapi.ts'
import { ProblemError } from './http/problem-error.ts'
import { config } from './routes/config.ts'
import { events } from './routes/events.ts'
import { health, version } from './routes/health.ts'
import { oembed } from './routes/oembed.ts'
import { operator } from './routes/operator.ts'
import { pages } from './routes/pages.ts'
import { session } from './routes/session.ts'
import { signature } from './routes/signature.ts'
import { uploads } from './routes/uploads.ts'
import { videos } from './routes/videos.ts'
import { sameOrigin } from './http/same-origin.ts'

const maxBodySize = 16 * 1024

const api = new Hono<App>()
  .use(async (c, next) => {
    // Before the answer is there: each header that is set on a finished one copies it.
    c.header('x-content-type-options', 'nosniff')
    c.header('cache-control', 'no-store')
    await next()
  })
  .route('/vod/events', events)
  .use(sameOrigin)
  .use('/session/*', brakeByAddress)
  .use('/videos/*', brakeByAddress)
  .use(
    bodyLimit({
      maxSize: maxBodySize,
      onError: () => {
        throw new ProblemError('body-too-large')
      },
    }),
    // Read before anybody is refused: workerd ends a connection whose request it answered unread, and with it what
    // undici, in the local studio, has meanwhile sent on it.
    async (c, next) => {
      await c.req.arrayBuffer()
      await next()
    },
  )
  .route('/health', health)
  .get('/openapi.json', (c) => c.json(openapi(version)))
  .route('/config', config)
  .route('/session', session)
  .route('/uploads', uploads)
  .route('/signature', signature)
  .route('/operator', operator)
  .route('/videos', videos)
  .use('/oembed', brakeByAddress)
  .route('/oembed', oembed)

/** Everything the Worker answers. */
export const app = new Hono<App>()
  .use(async (c, next) => {
    c.set('config', configOf(c.env))
    await next()
  })
  .route('/api', api)

/** The methods that the routes know for this path. */
function allowedMethods(path: string): string[] {
  const segments = path.split('/')
  const fits = (pattern: string) => {
    const parts = pattern.split('/')
    return (
      parts.length === segments.length &&
      parts.every((part, index) => part.startsWith(':') || part === segments[index])
    )
  }
  return [
    ...new Set(
      app.routes
        .filter((route) => route.method !== 'ALL' && fits(route.path))
        .map((route) => route.method),
    ),
  ]
}

function answer(c: Context, code: ProblemCode): Response {
  const body = problem(code)
  return c.json(body, body.status as 400, { 'content-type': 'application/problem+json' })
}

app.all('/api/*', (c) => {
  const allowed = allowedMethods(c.req.path)
  if (allowed.length === 0) return answer(c, 'route-not-found')
  c.header('allow', allowed.join(', '))
  return answer(c, 'method-not-allowed')
})

app.route('/', pages)

app.notFound((c) => answer(c, 'method-not-allowed'))

app.onError((error, c) => {
  if (error instanceof ProblemError) return answer(c, error.code)
  // Hono's own: a body that is not JSON.
  if (error instanceof HTTPException) return answer(c, 'invalid-request')
  if (error instanceof ConfigError) {
    log('not-configured', { message: error.message })
    return answer(c, 'not-configured')
  }
  log('internal-error', { path: c.req.routePath, name: error.name, stack: error.stack ?? '' })
  return answer(c, 'internal-error')
})

/** The routes' types, for a client that is checked against them. */
export type AppType = typeof app
