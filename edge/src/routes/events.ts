import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { App } from '../environment.ts'
import { ProblemError } from '../problem-error.ts'
import { receive } from '../uploads/receive.ts'
import { equalInConstantTime } from '../vod/encoding.ts'
import { parseEnvelope, parseNotice, verifySign } from '../vod/events.ts'
import { inBackground } from './background.ts'

/** A real event has 2 to 100 kB. */
const maxSize = 1024 * 1024

/**
 * `POST /api/vod/events/:secret`: VOD's notifications. Whoever calls must know the secret, and the
 * sign key where one is set. VOD ignores the answer but waits 5 s for it, so the work goes on after.
 */
export const events = new Hono<App>().post(
  '/:secret',
  async (c, next) => {
    const { CALLBACK_SECRET } = c.get('config')
    if (!(await equalInConstantTime(c.req.param('secret'), CALLBACK_SECRET)))
      throw new ProblemError('callback-refused')
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
    const signKey = config.CALLBACK_SIGN_KEY
    if (signKey && !(await verifySign(envelope, signKey, Math.floor(Date.now() / 1000))))
      throw new ProblemError('callback-refused')
    const notice = parseNotice(envelope)
    if (notice) inBackground(c.executionCtx)(receive(c.env.UPLOADS, config, notice, Date.now()))
    return c.json({ code: 0 })
  },
)
