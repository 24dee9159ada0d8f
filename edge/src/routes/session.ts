import { type Session, SignIn } from '@reelferry/contract'
import { Hono } from 'hono'
import { sessionSecrets } from '../config.ts'
import { creatorOf } from '../creators/authenticate.ts'
import type { Creator } from '../creators/creator.ts'
import { redeemInvite } from '../creators/invite.ts'
import { endSession, startSession } from '../creators/session-cookie.ts'
import type { App } from '../context.ts'
import { ProblemError } from '../http/problem-error.ts'
import { validBody } from '../http/validate-body.ts'

/** What a page is told of a creator. */
const told = ({ creatorId, name, permissions }: Creator): Session => ({
  creator: { creatorId, name, permissions },
})

/** `/api/session`: who am I, exchange an invitation for a cookie, sign out. */
export const session = new Hono<App>()
  .get('/', async (c) => {
    const creator = await creatorOf(c)
    if (!creator) throw new ProblemError('not-signed-in')
    return c.json<Session>(told(creator))
  })
  .post('/', validBody(SignIn), async (c) => {
    const config = c.get('config')
    if (config.AUTH_MODE !== 'invite') throw new ProblemError('invite-invalid')
    const { invite } = c.req.valid('json')
    const claims = await redeemInvite(c.env.UPLOADS, sessionSecrets(config), invite)
    const creator = await startSession(c, claims)
    return c.json<Session>(told(creator), 201)
  })
  .delete('/', (c) => {
    endSession(c)
    return c.body(null, 204)
  })
