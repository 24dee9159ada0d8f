import { cors } from 'hono/cors'
import { createMiddleware } from 'hono/factory'
import type { App } from '../context.ts'
import { ProblemError } from './problem-error.ts'

const safeMethods = ['GET', 'HEAD', 'OPTIONS']

/**
 * Permissions for pages of an allowed origin: they call the API with a bearer token. Credentials are not allowed:
 * with cookies, such a page could act as the creator who is signed in here.
 */
const corsOptions = {
  allowMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowHeaders: ['authorization', 'content-type'],
  // Seconds. Browsers accept at most two hours.
  maxAge: 7200,
}

/**
 * Rejects requests of other origins unless the operator allows the origin. Otherwise a page elsewhere could make the
 * browser of a signed-in creator act (CSRF). SameSite cookies prevent most of it; this check prevents the rest.
 */
export const sameOrigin = createMiddleware<App>(async (c, next) => {
  const origin = c.req.header('origin')
  if (origin && c.var.context.config.ALLOWED_ORIGINS.includes(origin))
    return cors({ ...corsOptions, origin })(c, next)
  c.header('vary', 'origin')
  if (!origin || origin === new URL(c.req.url).origin) return next()
  if (!safeMethods.includes(c.req.method)) throw new ProblemError('origin-not-allowed')
  return next()
})
