import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { brake } from '../brake.ts'
import type { Config } from '../config.ts'
import type { App } from '../environment.ts'
import { ProblemError } from '../problem-error.ts'
import type { Creator } from './creator.ts'
import { creatorFromAccess, creatorFromJwt } from './bearer.ts'
import { localCreator } from './local.ts'
import { creatorFromSession } from './session-cookie.ts'

/** Who is asking, by the mode the operator chose; `undefined` if nobody is signed in. */
export async function creatorOf(c: Context): Promise<Creator | undefined> {
  const config: Config = c.get('config')
  switch (config.AUTH_MODE) {
    case 'local':
      return localCreator
    case 'invite':
      return creatorFromSession(c)
    case 'access':
      return creatorFromAccess(config, c.req.header('cf-access-jwt-assertion'))
    case 'jwt':
      return creatorFromJwt(config, c.req.header('authorization'))
  }
}

/** Lets only creators with the permission to upload pass, and tells the route who it is. */
export const requireCreator = createMiddleware<
  App & { Variables: App['Variables'] & { creator: Creator } }
>(async (c, next) => {
  const creator = await creatorOf(c)
  if (!creator) throw new ProblemError('not-signed-in')
  if (!creator.permissions.includes('video:upload')) throw new ProblemError('not-permitted')
  await brake(c, `creator:${creator.creatorId}`)
  c.set('creator', creator)
  await next()
})
