import { cors } from 'hono/cors'
import { createMiddleware } from 'hono/factory'
import type { App } from './environment.ts'
import { ProblemError } from './problem-error.ts'

const safe = ['GET', 'HEAD', 'OPTIONS']

/**
 * Other origins may call only if the operator names them; without that, a page elsewhere could make
 * a signed-in creator's browser act. SameSite cookies stop most of it, this stops the rest.
 */
export const sameOrigin = createMiddleware<App>(async (c, next) => {
  const origin = c.req.header('origin')
  if (!origin || origin === new URL(c.req.url).origin) return next()
  if (c.get('config').ALLOWED_ORIGINS.includes(origin))
    return cors({ origin, credentials: true, exposeHeaders: ['etag'] })(c, next)
  if (!safe.includes(c.req.method)) throw new ProblemError('origin-not-allowed')
  return next()
})
