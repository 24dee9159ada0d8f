import { type ProblemCode, SendReply, UploadReview } from '@reelferry/contract'
import { Hono } from 'hono'
import type { App } from '../context.ts'
import { creatorProblems, requireCreator } from '../creators/authenticate.ts'
import { describeRoute, json } from '../http/describe-route.ts'
import { validateBody } from '../http/validate-body.ts'
import { sendReply, showReview } from '../reviews/reply.ts'

const reviewProblems: ProblemCode[] = [...creatorProblems, 'upload-not-found']

/** `/api/uploads/:uploadId/review` and `/reply`: the review of a creator's own video. */
export const reviews = new Hono<App>()
  .get(
    '/:uploadId/review',
    requireCreator,
    describeRoute({
      summary: 'Get the operator’s decision about an own video, and the reply to it',
      success: json({ UploadReview }, 'The review'),
      problems: reviewProblems,
    }),
    async (c) => {
      const { context, creator } = c.var
      c.header('cache-control', 'private, no-store')
      return c.json<UploadReview>(await showReview(context, c.req.param('uploadId'), creator))
    },
  )
  .post(
    '/:uploadId/reply',
    requireCreator,
    describeRoute({
      summary: 'Reply to the block of an own video, once',
      success: json({ UploadReview }, 'The review with the reply'),
      problems: ['invalid-request', ...reviewProblems, 'reply-closed'],
    }),
    validateBody({ SendReply }),
    async (c) => {
      const { context, creator } = c.var
      const { text } = c.req.valid('json')
      const review = await sendReply(context, c.req.param('uploadId'), { creator, text })
      return c.json<UploadReview>(review)
    },
  )
