import { Session, SignIn } from '@reelferry/contract'
import { Hono } from 'hono'
import { sessionSecrets } from '../config.ts'
import type { App } from '../context.ts'
import { creatorOf } from '../creators/authenticate.ts'
import { serializeCreator } from '../creators/creator.ts'
import { redeemInvite } from '../creators/invite.ts'
import { endSession, startSession } from '../creators/session-cookie.ts'
import { describeRoute, json } from '../http/describe-route.ts'
import { ProblemError } from '../http/problem-error.ts'
import { validateBody } from '../http/validate-body.ts'

/** `/api/session`: the signed-in creator, sign-in by invitation, sign-out. */
export const session = new Hono<App>()
  .get(
    '/',
    describeRoute({
      summary: 'Get the signed-in creator',
      success: json({ Session }, 'The creator'),
      problems: ['not-signed-in', 'too-many-requests', 'issuer-unavailable'],
    }),
    async (c) => {
      const creator = await creatorOf(c)
      if (!creator) throw new ProblemError('not-signed-in')
      return c.json<Session>({ creator: serializeCreator(creator) })
    },
  )
  .post(
    '/',
    describeRoute({
      summary: 'Exchange an invitation for a session cookie',
      success: json({ Session }, 'Signed in', 201),
      problems: ['invalid-request', 'invite-invalid', 'invite-expired', 'invite-used'],
    }),
    validateBody({ SignIn }),
    async (c) => {
      const { kv, config } = c.var.context
      if (config.AUTH_MODE !== 'invite') throw new ProblemError('invite-invalid')
      const { invite } = c.req.valid('json')
      const claims = await redeemInvite(kv, sessionSecrets(config), invite)
      const creator = await startSession(c, claims)
      return c.json<Session>({ creator: serializeCreator(creator) }, 201)
    },
  )
  .delete(
    '/',
    describeRoute({
      summary: 'Sign out',
      success: { status: 204, description: 'Signed out' },
      problems: [],
    }),
    (c) => {
      endSession(c)
      return c.body(null, 204)
    },
  )
