import { Hono } from 'hono'
import * as v from 'valibot'
import type { App } from '../context.ts'
import { describeRoute, json } from '../http/describe-route.ts'
import { limitBody } from '../http/limit-body.ts'
import { ProblemError } from '../http/problem-error.ts'
import { equalsOneOf } from '../lib/crypto.ts'
import { log } from '../lib/log.ts'
import { countRefusal } from '../operator/refusals.ts'
import { handleEvent } from '../uploads/handle-event.ts'
import { parseEnvelope, parseEvent, verifySign } from '../vod/events.ts'

const Received = v.object({ code: v.literal(0) })

function refused(by: 'secret' | 'sign'): ProblemError {
  log('callback-refused', { by })
  return new ProblemError('callback-refused')
}

/**
 * `/api/vod/events/:secret`: VOD's webhook. The caller must know the secret, and sign with the SignKey if one is
 * configured. VOD waits 5 s and ignores the answer, so the event is handled after the response.
 */
export const events = new Hono<App>().post(
  '/:secret',
  describeRoute({
    summary: 'Receive an event from VOD (webhook)',
    success: json({ Received }, 'Received'),
    problems: ['callback-refused', 'invalid-request', 'body-too-large'],
  }),
  async (c, next) => {
    const { CALLBACK_SECRET, CALLBACK_SECRET_PREVIOUS } = c.var.context.config
    const secrets = [CALLBACK_SECRET, CALLBACK_SECRET_PREVIOUS].filter(
      (secret) => secret !== undefined,
    )
    if (!(await equalsOneOf(secrets, c.req.param('secret')))) throw refused('secret')
    await next()
  },
  limitBody,
  async (c) => {
    const { context } = c.var
    const { CALLBACK_SIGN_KEY, CALLBACK_SIGN_KEY_PREVIOUS } = context.config
    const envelope = parseEnvelope(await c.req.text())
    if (!envelope) throw new ProblemError('invalid-request')
    const event = parseEvent(envelope)
    if (CALLBACK_SIGN_KEY) {
      const signKeys = [CALLBACK_SIGN_KEY, CALLBACK_SIGN_KEY_PREVIOUS].filter(
        (key) => key !== undefined,
      )
      if (!(await verifySign(envelope, signKeys, Math.floor(context.now() / 1000)))) {
        // Only known events count: the setup sends a forged event of another kind, which has to be refused.
        if (event) context.waitUntil(countRefusal(context))
        throw refused('sign')
      }
    }
    if (event) context.waitUntil(handleEvent(context, event))
    return c.json({ code: 0 })
  },
)
