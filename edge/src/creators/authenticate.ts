import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { brake } from '../http/rate-limit.ts'
import type { Config } from '../config.ts'
import type { App } from '../context.ts'
import { ProblemError } from '../http/problem-error.ts'
import { ShortMemory } from '../lib/ttl-cache.ts'
import { bearerToken, creatorFromAccess, creatorFromJwt } from './bearer.ts'
import type { Creator, Recognised } from './creator.ts'
import { localCreator } from './local.ts'
import { creatorFromSession, sessionToken } from './session-cookie.ts'

/** A session that is taken back ends within this time and KV's own. */
const forMs = 30_000
const most = 5000

/** Whom this isolate has recognised by which token. By configuration, of which an isolate has one. */
const recognised = new WeakMap<Config, ShortMemory<string, Creator>>()

/** The creator of a token, who is looked into once in a while and not at each request. */
async function recognise(
  config: Config,
  token: string | undefined,
  verify: (token: string) => Promise<Recognised | undefined>,
): Promise<Creator | undefined> {
  if (!token) return undefined
  let memory = recognised.get(config)
  if (!memory) recognised.set(config, (memory = new ShortMemory(most)))
  const now = Date.now()
  const known = memory.get(token, now)
  if (known) return known
  const found = await verify(token)
  if (found) memory.set(token, found.creator, Math.min(now + forMs, found.expiresAt * 1000))
  return found?.creator
}

/** Who is asking, by the mode the operator chose; `undefined` if nobody is signed in. */
export async function creatorOf<E extends App>(c: Context<E>): Promise<Creator | undefined> {
  const config = c.get('config')
  switch (config.AUTH_MODE) {
    case 'local':
      return localCreator(config)
    case 'invite':
      return recognise(config, sessionToken(c), (token) =>
        creatorFromSession(config, c.env.UPLOADS, token),
      )
    case 'access':
      return recognise(config, c.req.header('cf-access-jwt-assertion'), (token) =>
        creatorFromAccess(config, token),
      )
    case 'jwt':
      return recognise(config, bearerToken(c.req.header('authorization')), (token) =>
        creatorFromJwt(config, token),
      )
  }
}

/** Whether somebody is a creator here: an issuer knows others too. */
export const mayUpload = (creator: Creator | undefined): boolean =>
  creator?.permissions.includes('video:upload') ?? false

/** Lets only creators with the permission to upload pass, and tells the route who it is. */
export const requireCreator = createMiddleware<
  App & { Variables: App['Variables'] & { creator: Creator } }
>(async (c, next) => {
  const creator = await creatorOf(c)
  if (!creator) throw new ProblemError('not-signed-in')
  if (!mayUpload(creator)) throw new ProblemError('not-permitted')
  await brake(c, `creator:${creator.creatorId}`)
  c.set('creator', creator)
  await next()
})
