import { isUploadId, UploadProgress } from '@reelferry/contract'
import { Hono } from 'hono'
import type { App } from '../context.ts'
import { creatorProblems, requireCreator } from '../creators/authenticate.ts'
import { describeRoute } from '../http/describe-route.ts'
import { validateBody } from '../http/validate-body.ts'
import { getCachedOpened } from '../uploads/signing-cache.ts'
import { putProgress } from '../uploads/upload-progress.ts'

/** `/api/uploads/:uploadId/progress`: the progress that viewers who wait for a video see. */
export const progress = new Hono<App>().put(
  '/:uploadId/progress',
  requireCreator,
  describeRoute({
    summary:
      'Report the progress of an own upload for viewers who wait. Viewers of the same location of Cloudflare see it for 90 seconds',
    success: { status: 204, description: 'Stored, or ignored if this location does not know it' },
    problems: ['invalid-request', ...creatorProblems],
  }),
  validateBody({ UploadProgress }),
  async (c) => {
    const { context, creator } = c.var
    const uploadId = c.req.param('uploadId')
    const opened = isUploadId(uploadId) ? await getCachedOpened(uploadId) : undefined
    if (isUploadId(uploadId) && opened?.creatorId === creator.creatorId)
      await putProgress(context, uploadId, c.req.valid('json'))
    return c.body(null, 204)
  },
)
