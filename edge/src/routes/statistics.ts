import { type ProblemCode, Totals, UploadStatistics } from '@reelferry/contract'
import { Hono } from 'hono'
import type { App } from '../context.ts'
import { creatorProblems, requireCreator } from '../creators/authenticate.ts'
import { describeRoute, json } from '../http/describe-route.ts'
import { showStatistics, showTotals } from '../statistics/video-statistics.ts'

const statisticsProblems: ProblemCode[] = [...creatorProblems, 'vod-unavailable']

/** `/api/statistics`: plays and traffic of a creator's own videos, as VOD's CDN counted them. */
export const statistics = new Hono<App>()
  .use(requireCreator)
  .get(
    '/',
    describeRoute({
      summary: 'Get the plays and the traffic of own videos in the past 30 days',
      query: { uploads: 'Up to 20 upload ids, separated by commas' },
      success: json(
        { Totals },
        'The totals by upload id. Videos without a file, or without an answer of VOD, are omitted',
      ),
      problems: ['invalid-request', ...creatorProblems],
    }),
    async (c) => {
      const { context, creator } = c.var
      const ids = (c.req.query('uploads') ?? '').split(',').filter(Boolean)
      return c.json<Totals>(await showTotals(context, ids, creator))
    },
  )
  .get(
    '/:uploadId',
    describeRoute({
      summary: 'Get the plays and the traffic of an own video by day, for at most a year',
      success: json({ UploadStatistics }, 'The statistics'),
      problems: ['upload-not-found', ...statisticsProblems],
    }),
    async (c) => {
      const { context, creator } = c.var
      return c.json<UploadStatistics>(
        await showStatistics(context, c.req.param('uploadId'), creator),
      )
    },
  )
