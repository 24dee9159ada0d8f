import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { App } from '../environment.ts'
import { isLoopback, sessionSecrets } from '../config.ts'
import type { Creator } from './creator.ts'
import { isRevoked } from './invite.ts'
import { type Claims, signToken, verifyToken } from './token.ts'

/** Thirty days: creators come back, and a stolen cookie does not live for ever. */
const sessionSeconds = 30 * 24 * 3600

/** `__Host-` pins a cookie to this host and https; browsers refuse it on plain http. */
const cookieName = (c: Context) =>
  isLoopback(c.req.url) ? 'reelferry-session' : '__Host-reelferry-session'

const attributes = (c: Context) =>
  ({
    path: '/',
    httpOnly: true,
    secure: !isLoopback(c.req.url),
    sameSite: 'Lax',
  }) as const

function toCreator(claims: Claims): Creator {
  return { creatorId: claims.sub, name: claims.name, permissions: ['video:upload'] }
}

/** Signs a creator in on this browser. */
export async function startSession(c: Context<App>, invite: Claims): Promise<Creator> {
  const claims = { ...invite, exp: Math.floor(Date.now() / 1000) + sessionSeconds }
  const token = await signToken(c.get('config').SESSION_SECRET, 'session', claims)
  setCookie(c, cookieName(c), token, { ...attributes(c), maxAge: sessionSeconds })
  return toCreator(claims)
}

/** Signs out on this browser. */
export function endSession(c: Context): void {
  deleteCookie(c, cookieName(c), attributes(c))
}

/** Who the session cookie names; `undefined` without a cookie, or with one that is not valid. */
export async function creatorFromSession(c: Context<App>): Promise<Creator | undefined> {
  const token = getCookie(c, cookieName(c))
  if (!token) return undefined
  let claims: Claims
  try {
    claims = await verifyToken(sessionSecrets(c.get('config')), 'session', token)
  } catch {
    // Expired, forged or from before a change of the secret: all mean that nobody is signed in.
    return undefined
  }
  return (await isRevoked(c.env.UPLOADS, claims.jti)) ? undefined : toCreator(claims)
}
