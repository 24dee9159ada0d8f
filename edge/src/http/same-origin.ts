import { cors } from 'hono/cors'
import { createMiddleware } from 'hono/factory'
import type { App } from '../context.ts'
import { ProblemError } from './problem-error.ts'

const safe = ['GET', 'HEAD', 'OPTIONS']

/**
 * What pages of an allowed origin may do: call the API with a token of their own. A browser sends no cookie
 * along, which would let such a page act as whoever is signed in here.
 */
const allow = {
  allowMethods: ['GET', 'POST', 'PATCH', 'DELETE'],
  allowHeaders: ['authorization', 'content-type'],
  // Two hours, the most that browsers take.
  maxAge: 7200,
}

/**
 * Other origins may call only if the operator names them; without that, a page elsewhere could make
 * a signed-in creator's browser act. SameSite cookies stop most of it, this stops the rest.
 */
export const sameOrigin = createMiddleware<App>(async (c, next) => {
  const origin = c.req.header('origin')
  if (origin && c.get('config').ALLOWED_ORIGINS.includes(origin))
    return cors({ ...allow, origin })(c, next)
  c.header('vary', 'origin')
  if (!origin || origin === new URL(c.req.url).origin) return next()
  if (!safe.includes(c.req.method)) throw new ProblemError('origin-not-allowed')
  return next()
})
