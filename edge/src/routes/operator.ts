import { Hono } from 'hono'
import { brakeByAddress } from '../http/rate-limit.ts'
import { creatorIdOf } from '../creators/bearer.ts'
import type { App } from '../context.ts'
import { log } from '../lib/log.ts'
import { listOutcomes } from '../operator/outcomes.ts'
import { report } from '../operator/report.ts'
import { ProblemError } from '../http/problem-error.ts'
import { eraseCreator, exportCreator } from '../uploads/erase.ts'
import { equalsOneOf } from '../lib/crypto.ts'

/**
 * `/api/operator`: for whoever knows OPERATOR_SECRET. To everyone else, and where none is set, there is
 * no such route: nothing tells a wrong secret from none.
 */
export const operator = new Hono<App>()
  .use(brakeByAddress)
  .use(async (c, next) => {
    const secret = c.get('config').OPERATOR_SECRET
    const given = /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1]
    if (!secret || !given || !(await equalsOneOf([secret], given)))
      throw new ProblemError('route-not-found')
    await next()
  })
  .get('/report', async (c) => {
    const { origin } = new URL(c.req.url)
    return c.json(await report(c.env.UPLOADS, c.get('config'), origin, Date.now()))
  })
  .get('/uploads', async (c) =>
    c.json(await listOutcomes(c.env.UPLOADS, c.req.query('cursor'), Date.now())),
  )
  .get('/creators/:subject', async (c) => {
    const creatorId = await creatorIdOf(c.get('config'), c.req.param('subject'))
    const page = await exportCreator(c.env.UPLOADS, creatorId, c.req.query('cursor'))
    return c.json({ creatorId, ...page })
  })
  .delete('/creators/:subject', async (c) => {
    const config = c.get('config')
    const creatorId = await creatorIdOf(config, c.req.param('subject'))
    const cursor = c.req.query('cursor')
    const result = await eraseCreator(c.env.UPLOADS, config, creatorId, cursor, Date.now())
    log('creator-erased', { uploads: result.erased })
    return c.json(result)
  })
