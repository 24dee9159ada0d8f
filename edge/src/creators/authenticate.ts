import type { ProblemCode } from '@reelferry/contract'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { Config } from '../config.ts'
import type { App } from '../context.ts'
import { ProblemError } from '../http/problem-error.ts'
import { rateLimit } from '../http/rate-limit.ts'
import { TtlCache } from '../lib/ttl-cache.ts'
import { creatorFromAccessContext } from './access-context.ts'
import { bearerToken, creatorFromAccess, creatorFromJwt } from './bearer.ts'
import type { Authentication, Creator } from './creator.ts'
import { localCreator } from './local.ts'
import { creatorFromSession, sessionToken } from './session-cookie.ts'

/** A revoked session ends within this time plus KV's delay. */
const ttlMs = 30_000
const maxEntries = 5000

/** The creators of verified tokens. An isolate has one configuration. */
const verifiedTokens = new WeakMap<Config, TtlCache<string, Creator>>()

/** The creator of a token. The token is verified once within the TTL, not at each request. */
async function authenticate(
  config: Config,
  now: number,
  token: string | undefined,
  verify: (token: string) => Promise<Authentication | undefined>,
): Promise<Creator | undefined> {
  if (!token) return undefined
  let cache = verifiedTokens.get(config)
  if (!cache) verifiedTokens.set(config, (cache = new TtlCache(maxEntries)))
  const cached = cache.get(token, now)
  if (cached) return cached
  const verified = await verify(token)
  if (verified) cache.set(token, verified.creator, Math.min(now + ttlMs, verified.expiresAt * 1000))
  return verified?.creator
}

/** The sign-in by Cloudflare Access that the platform has verified; absent on paths without Access, and in old runtimes. */
function accessOf(c: Context): CloudflareAccessContext | undefined {
  // Hono's type lacks `access`.
  const context: Pick<ExecutionContext, 'waitUntil' | 'access'> = c.executionCtx
  return context.access
}

/**
 * Whether a request carries a creator's credentials, which may be invalid. For pages, which only choose by it what the
 * browser requests first.
 */
export function hasCredentials(c: Context<App>): boolean {
  const tokens = {
    local: () => '',
    invite: () => sessionToken(c),
    access: () => accessOf(c)?.aud ?? c.req.header('cf-access-jwt-assertion'),
    jwt: () => bearerToken(c.req.header('authorization')),
  }
  return tokens[c.var.context.config.AUTH_MODE]() !== undefined
}

/** The signed-in person, or `undefined`. Their permissions may be empty. */
export async function creatorOf<E extends App>(c: Context<E>): Promise<Creator | undefined> {
  const { config, kv, now } = c.var.context
  switch (config.AUTH_MODE) {
    case 'local':
      return localCreator(config)
    case 'invite':
      return authenticate(config, now(), sessionToken(c), (token) =>
        creatorFromSession(config, kv, token),
      )
    case 'access': {
      const assertion = c.req.header('cf-access-jwt-assertion')
      return (
        (await creatorFromAccessContext(config, accessOf(c), assertion)) ??
        authenticate(config, now(), assertion, (token) => creatorFromAccess(config, token))
      )
    }
    case 'jwt':
      return authenticate(config, now(), bearerToken(c.req.header('authorization')), (token) =>
        creatorFromJwt(config, token),
      )
  }
}

/** Whether a signed-in person may upload. The issuer may sign in other people too. */
const mayUpload = (creator: Creator | undefined): boolean =>
  creator?.permissions.includes('video:upload') ?? false

/**
 * Whether a signed-in person may watch private videos: every creator of this studio may, whatever the permission is.
 * Other people of the same issuer have no permission here.
 */
export const mayWatchPrivate = (creator: Creator | undefined): boolean =>
  creator !== undefined && creator.permissions.length > 0

/** Problems of routes behind {@link requireCreator}. */
export const creatorProblems: ProblemCode[] = [
  'not-signed-in',
  'not-permitted',
  'too-many-requests',
]

/** Rejects requests of people who may not upload, and sets the variable `creator`. */
export const requireCreator = createMiddleware<
  App & { Variables: App['Variables'] & { creator: Creator } }
>(async (c, next) => {
  const creator = await creatorOf(c)
  if (!creator) throw new ProblemError('not-signed-in')
  if (!mayUpload(creator)) throw new ProblemError('not-permitted')
  await rateLimit(c, `creator:${creator.creatorId}`)
  c.set('creator', creator)
  await next()
})
