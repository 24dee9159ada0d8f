import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { App } from '../context.ts'
import { type Config, isLoopback, sessionSecrets } from '../config.ts'
import { type Creator, limitsOf, type Recognised } from './creator.ts'
import { isRevoked } from './invite.ts'
import { type Claims, signToken, verifyToken } from './token.ts'

/** Thirty days: creators come back, and a stolen cookie does not live for ever. */
const sessionSeconds = 30 * 24 * 3600

/** This machine takes plain http. */
const isSecure = (c: Context) => c.req.url.startsWith('https:') || !isLoopback(c.req.url)

/** `__Host-` pins a cookie to this host and https; browsers refuse it on plain http. */
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

/** Signs a creator in on this browser. */
export async function startSession(c: Context<App>, invite: Claims): Promise<Creator> {
  const claims = { ...invite, exp: Math.floor(Date.now() / 1000) + sessionSeconds }
  const token = await signToken(c.get('config').SESSION_SECRET, 'session', claims)
  setCookie(c, cookieName(c), token, { ...attributes(c), maxAge: sessionSeconds })
  return toCreator(c.get('config'), claims)
}

/** Signs out on this browser. */
export function endSession(c: Context): void {
  deleteCookie(c, cookieName(c), attributes(c))
}

/** The session of this browser, if it has one. */
export const sessionToken = (c: Context): string | undefined => getCookie(c, cookieName(c))

/** Whom a session names; `undefined` if it is not valid, or was taken back. */
export async function creatorFromSession(
  config: Config,
  kv: KVNamespace,
  token: string,
): Promise<Recognised | undefined> {
  let claims: Claims
  try {
    claims = await verifyToken(sessionSecrets(config), 'session', token)
  } catch {
    // Expired, forged or from before a change of the secret: all mean that nobody is signed in.
    return undefined
  }
  if (await isRevoked(kv, claims.jti)) return undefined
  return { creator: toCreator(config, claims), expiresAt: claims.exp }
}
