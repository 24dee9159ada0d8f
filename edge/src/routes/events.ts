import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { App } from '../context.ts'
import { log } from '../lib/log.ts'
import { countRefusal } from '../operator/refusals.ts'
import { ProblemError } from '../http/problem-error.ts'
import { receive } from '../uploads/handle-event.ts'
import { equalsOneOf } from '../lib/crypto.ts'
import { parseEnvelope, parseNotice, verifySign } from '../vod/events.ts'
import { inBackground } from '../http/wait-until.ts'

/** A real event has 2 to 100 kB. */
const maxSize = 1024 * 1024

function refused(by: 'secret' | 'sign'): ProblemError {
  log('callback-refused', { by })
  return new ProblemError('callback-refused')
}

/**
 * `POST /api/vod/events/:secret`: VOD's notifications. Whoever calls must know the secret, and the
 * sign key where one is set. VOD ignores the answer but waits 5 s for it, so the work goes on after.
 */
export const events = new Hono<App>().post(
  '/:secret',
  async (c, next) => {
    const { CALLBACK_SECRET, CALLBACK_SECRET_PREVIOUS } = c.get('config')
    const known = [CALLBACK_SECRET, CALLBACK_SECRET_PREVIOUS].filter((one) => one !== undefined)
    if (!(await equalsOneOf(known, c.req.param('secret')))) throw refused('secret')
    await next()
  },
  bodyLimit({
    maxSize,
    onError: () => {
      throw new ProblemError('body-too-large')
    },
  }),
  async (c) => {
    const config = c.get('config')
    const envelope = parseEnvelope(await c.req.text())
    if (!envelope) throw new ProblemError('invalid-request')
    const signKeys = [config.CALLBACK_SIGN_KEY, config.CALLBACK_SIGN_KEY_PREVIOUS].filter(
      (one) => one !== undefined,
    )
    const nowSeconds = Math.floor(Date.now() / 1000)
    const notice = parseNotice(envelope)
    const background = inBackground(c.executionCtx)
    if (config.CALLBACK_SIGN_KEY && !(await verifySign(envelope, signKeys, nowSeconds))) {
      // Of a kind that VOD sends: the one that setup forges is to be refused.
      if (notice) background(countRefusal(c.env.UPLOADS, Date.now()))
      throw refused('sign')
    }
    if (notice) background(receive(c.env.UPLOADS, config, notice, Date.now()))
    return c.json({ code: 0 })
  },
)
