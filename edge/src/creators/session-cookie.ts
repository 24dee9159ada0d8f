import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { type Config, isLoopback, sessionSecrets } from '../config.ts'
import type { App } from '../context.ts'
import { type Authentication, type Creator, limitsOf } from './creator.ts'
import { isRevoked } from './invite.ts'
import { type Claims, signToken, verifyToken } from './token.ts'

/** Thirty days: long for creators who return, short for a stolen cookie. */
const sessionSeconds = 30 * 24 * 3600

/** Cookies of this machine work over http. */
const isSecure = (c: Context) => c.req.url.startsWith('https:') || !isLoopback(c.req.url)

/** `__Host-` binds a cookie to this host and https. Browsers reject it over http. */
const cookieName = (c: Context) => (isSecure(c) ? '__Host-reelferry-session' : 'reelferry-session')

const attributes = (c: Context) =>
  ({
    path: '/',
    httpOnly: true,
    secure: isSecure(c),
    sameSite: 'Lax',
  }) as const

function toCreator(config: Config, { sub, name, limits }: Claims): Creator {
  const permissions: Creator['permissions'] = ['video:upload']
  return { creatorId: sub, name, permissions, limits: limitsOf(config, limits) }
}

/** Signs a creator in, in this browser. */
export async function startSession(c: Context<App>, invite: Claims): Promise<Creator> {
  const claims = { ...invite, exp: Math.floor(Date.now() / 1000) + sessionSeconds }
  const { config } = c.var.context
  const token = await signToken(config.SESSION_SECRET, 'session', claims)
  setCookie(c, cookieName(c), token, { ...attributes(c), maxAge: sessionSeconds })
  return toCreator(config, claims)
}

/** Signs the creator out, in this browser. */
export function endSession(c: Context): void {
  deleteCookie(c, cookieName(c), attributes(c))
}

/** The session token of this browser, or `undefined`. */
export const sessionToken = (c: Context): string | undefined => getCookie(c, cookieName(c))

/** The creator of a session. `undefined` if the session is invalid or revoked. */
export async function creatorFromSession(
  config: Config,
  kv: KVNamespace,
  token: string,
): Promise<Authentication | undefined> {
  let claims: Claims
  try {
    claims = await verifyToken(sessionSecrets(config), 'session', token)
  } catch {
    // Expired, forged, or signed with a secret that was replaced.
    return undefined
  }
  if (await isRevoked(kv, claims.jti)) return undefined
  return { creator: toCreator(config, claims), expiresAt: claims.exp }
}
