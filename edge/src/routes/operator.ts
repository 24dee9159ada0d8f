import type { ProblemCode } from '@reelferry/contract'
import {
  Decide,
  Decided,
  DecisionPage,
  Erased,
  ExportPage,
  OutcomePage,
  Report,
  ReviewPage,
  StudioStatistics,
} from '@reelferry/contract/operator'
import { type Context, Hono } from 'hono'
import type { App } from '../context.ts'
import { creatorOf } from '../creators/authenticate.ts'
import { creatorIdOf } from '../creators/bearer.ts'
import { describeRoute, json } from '../http/describe-route.ts'
import { ProblemError } from '../http/problem-error.ts'
import { ipRateLimit } from '../http/rate-limit.ts'
import { validateBody } from '../http/validate-body.ts'
import { equalsOneOf } from '../lib/crypto.ts'
import { log } from '../lib/log.ts'
import { listOutcomes } from '../operator/outcomes.ts'
import { report } from '../operator/report.ts'
import { decide } from '../reviews/decide.ts'
import { listDecisions, listReviews } from '../reviews/queue.ts'
import { studioStatistics } from '../statistics/studio-statistics.ts'
import { eraseCreator, exportCreator } from '../uploads/erase.ts'

const operatorProblems: ProblemCode[] = ['route-not-found', 'too-many-requests']
const query = { cursor: 'Cursor from the previous page' }

/**
 * The creator id of an operator who is also signed in as a creator. In the mode `jwt`, the header contains the operator's
 * secret instead of a token.
 */
async function accountOf(c: Context<App>): Promise<string | undefined> {
  if (c.var.context.config.AUTH_MODE === 'jwt') return undefined
  return (await creatorOf(c))?.creatorId
}

/**
 * `/api/operator`: for clients that know OPERATOR_SECRET. With a wrong secret, or if none is configured, the routes do
 * not seem to exist.
 */
export const operator = new Hono<App>()
  .use(ipRateLimit)
  .use(async (c, next) => {
    const secret = c.var.context.config.OPERATOR_SECRET
    const given = /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1]
    if (!secret || !given || !(await equalsOneOf([secret], given)))
      throw new ProblemError('route-not-found')
    await next()
  })
  .get(
    '/report',
    describeRoute({
      summary: 'Check the studio and report the findings. Requires OPERATOR_SECRET',
      success: json({ Report }, 'The report'),
      problems: operatorProblems,
    }),
    async (c) => c.json(await report(c.var.context, new URL(c.req.url).origin)),
  )
  .get(
    '/uploads',
    describeRoute({
      summary:
        'List the outcomes of all uploads, about 250 per page, without their creators. Requires OPERATOR_SECRET',
      query,
      success: json({ OutcomePage }, 'One page'),
      problems: ['invalid-request', ...operatorProblems],
    }),
    async (c) => c.json(await listOutcomes(c.var.context, c.req.query('cursor'))),
  )
  .get(
    '/statistics',
    describeRoute({
      summary: 'Get plays and traffic of the past 28 days. Requires OPERATOR_SECRET',
      success: json({ StudioStatistics }, 'The statistics'),
      problems: [...operatorProblems, 'vod-unavailable'],
    }),
    async (c) => c.json<StudioStatistics>(await studioStatistics(c.var.context)),
  )
  .get(
    '/reviews',
    describeRoute({
      summary:
        'List the videos that wait for a decision, oldest first, at most 20 per page. Requires OPERATOR_SECRET',
      query,
      success: json({ ReviewPage }, 'One page'),
      problems: operatorProblems,
    }),
    async (c) => c.json<ReviewPage>(await listReviews(c.var.context, c.req.query('cursor'))),
  )
  .get(
    '/decisions',
    describeRoute({
      summary: 'List the decisions of the past year, newest first. Requires OPERATOR_SECRET',
      query,
      success: json({ DecisionPage }, 'One page'),
      problems: operatorProblems,
    }),
    async (c) => c.json<DecisionPage>(await listDecisions(c.var.context, c.req.query('cursor'))),
  )
  .post(
    '/decisions',
    describeRoute({
      summary:
        'Approve or block up to 20 videos, or undo a decision. VOD stops or resumes their delivery. Requires OPERATOR_SECRET',
      success: json({ Decided }, 'The videos that exist. Repeating a decision changes nothing'),
      problems: ['invalid-request', ...operatorProblems],
    }),
    validateBody({ Decide }),
    async (c) => {
      const account = await accountOf(c)
      const decided = await decide(c.var.context, { ...c.req.valid('json'), account })
      return c.json<Decided>(decided)
    },
  )
  .get(
    '/creators/:subject',
    describeRoute({
      summary: 'Export all stored data of one creator, page by page. Requires OPERATOR_SECRET',
      query,
      success: json({ ExportPage }, 'One page'),
      problems: operatorProblems,
    }),
    async (c) => {
      const { context } = c.var
      const creatorId = await creatorIdOf(context.config, c.req.param('subject'))
      const page = await exportCreator(context, creatorId, c.req.query('cursor'))
      return c.json({ creatorId, ...page })
    },
  )
  .delete(
    '/creators/:subject',
    describeRoute({
      summary:
        'Erase one creator’s uploads, including their files at VOD, page by page. Requires OPERATOR_SECRET',
      query,
      success: json({ Erased }, 'Number of erased uploads, and the cursor of the next page'),
      problems: [...operatorProblems, 'vod-unavailable'],
    }),
    async (c) => {
      const { context } = c.var
      const creatorId = await creatorIdOf(context.config, c.req.param('subject'))
      const result = await eraseCreator(context, creatorId, c.req.query('cursor'))
      log('creator-erased', { uploads: result.erased })
      return c.json(result)
    },
  )
