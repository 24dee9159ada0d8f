import { problem, type ProblemCode } from '@reelferry/contract'
import { type Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { ConfigError } from './config.ts'
import { type App, requestContext } from './context.ts'
import { describeRoute } from './http/describe-route.ts'
import { limitBody } from './http/limit-body.ts'
import { openapi } from './http/openapi.ts'
import { ProblemError } from './http/problem-error.ts'
import { ipRateLimit } from './http/rate-limit.ts'
import { sameOrigin } from './http/same-origin.ts'
import { log } from './lib/log.ts'
import { captions } from './routes/captions.ts'
import { config } from './routes/config.ts'
import { events } from './routes/events.ts'
import { files } from './routes/files.ts'
import { health, version } from './routes/health.ts'
import { links } from './routes/links.ts'
import { oembed } from './routes/oembed.ts'
import { operator } from './routes/operator.ts'
import { pages } from './routes/pages.ts'
import { progress } from './routes/progress.ts'
import { reviews } from './routes/reviews.ts'
import { session } from './routes/session.ts'
import { signature } from './routes/signature.ts'
import { statistics } from './routes/statistics.ts'
import { uploads } from './routes/uploads.ts'
import { videos } from './routes/videos.ts'
import { VodApiError } from './vod/vod-api-error.ts'

const api = new Hono<App>()
  .use(async (c, next) => {
    // Before `next`: setting a header on a finished response copies the response.
    c.header('x-content-type-options', 'nosniff')
    c.header('cache-control', 'no-store')
    await next()
  })
  .route('/vod/events', events)
  .use(sameOrigin)
  .use('/session/*', ipRateLimit)
  .use('/videos/*', ipRateLimit)
  .use(
    limitBody,
    // Reads the body before any rejection: workerd closes a connection if it answers without reading the request, and
    // undici in the local studio then loses other requests on that connection.
    async (c, next) => {
      await c.req.arrayBuffer()
      await next()
    },
  )
  .route('/health', health)
  .get(
    '/openapi.json',
    describeRoute({
      summary: 'This description',
      success: { status: 200, description: 'OpenAPI 3.1' },
    }),
    (c) => c.json(openapiDocument()),
  )
  .route('/config', config)
  .route('/session', session)
  .route('/uploads', reviews)
  .route('/uploads', links)
  .route('/uploads', files)
  .route('/uploads', progress)
  .route('/uploads', uploads)
  .route('/signature', signature)
  .route('/statistics', statistics)
  .route('/operator', operator)
  .route('/videos', videos)
  .use('/oembed', ipRateLimit)
  .route('/oembed', oembed)

/** The Worker's routes. */
export const app = new Hono<App>().use(requestContext).route('/api', api)

function openapiDocument(): object {
  return openapi(app.routes, version)
}

/** The methods of the routes that match this path. */
function allowedMethods(path: string): string[] {
  const segments = path.split('/')
  const matches = (pattern: string) => {
    const parts = pattern.split('/')
    return (
      parts.length === segments.length &&
      parts.every((part, index) => part.startsWith(':') || part === segments[index])
    )
  }
  return [
    ...new Set(
      app.routes
        .filter((route) => route.method !== 'ALL' && matches(route.path))
        .map((route) => route.method),
    ),
  ]
}

function answerProblem(c: Context, code: ProblemCode): Response {
  const body = problem(code)
  return c.json(body, body.status as 400, { 'content-type': 'application/problem+json' })
}

app.all('/api/*', (c) => {
  const allowed = allowedMethods(c.req.path)
  if (allowed.length === 0) return answerProblem(c, 'route-not-found')
  c.header('allow', allowed.join(', '))
  return answerProblem(c, 'method-not-allowed')
})

app.route('/captions', captions)

app.route('/', pages)

app.notFound((c) => answerProblem(c, 'method-not-allowed'))

app.onError((error, c) => {
  if (error instanceof ProblemError) return answerProblem(c, error.code)
  if (error instanceof VodApiError) {
    log('vod-unavailable', { path: c.req.routePath, code: error.code })
    return answerProblem(c, 'vod-unavailable')
  }
  // Hono throws it for a body that is not JSON.
  if (error instanceof HTTPException) return answerProblem(c, 'invalid-request')
  if (error instanceof ConfigError) {
    log('not-configured', { message: error.message })
    return answerProblem(c, 'not-configured')
  }
  log('internal-error', { path: c.req.routePath, name: error.name, stack: error.stack ?? '' })
  return answerProblem(c, 'internal-error')
})

/** The types of the routes, for typed clients. */
export type AppType = typeof app
