import { type ProblemCode, Upload } from '@reelferry/contract'
import { Hono } from 'hono'
import type { App } from '../context.ts'
import { creatorProblems, requireCreator } from '../creators/authenticate.ts'
import { describeRoute, json } from '../http/describe-route.ts'
import { copyCaptions } from '../uploads/copy-captions.ts'
import { updateChapters } from '../uploads/copy-chapters.ts'
import { requireOwnUpload } from '../uploads/find-own-upload.ts'
import { withCached } from '../uploads/latest-record.ts'
import { deletePrevious, restoreFile } from '../uploads/previous-file.ts'
import { serializeUpload } from '../uploads/serialize.ts'

const fileProblems: ProblemCode[] = [...creatorProblems, 'upload-not-found', 'no-previous-file']

/** `/api/uploads/:uploadId/previous-file`: the file that a video had before its file was replaced. */
export const files = new Hono<App>()
  .post(
    '/:uploadId/previous-file/restore',
    requireCreator,
    describeRoute({
      summary:
        'Let the previous file of a video play again. The current file is then the previous one',
      success: json({ Upload }, 'The video'),
      problems: [...fileProblems, 'vod-unavailable'],
    }),
    async (c) => {
      const { context, creator } = c.var
      const { uploadId, record } = await requireOwnUpload(
        context.kv,
        c.req.param('uploadId'),
        creator,
      )
      const stored = { uploadId, record: await withCached(uploadId, record) }
      const video = await restoreFile(context, stored)
      // The description and the captions may have changed while the file did not play.
      const description = video.record.details?.description ?? ''
      context.waitUntil(
        updateChapters(context, video.file, description).then(async () => {
          await copyCaptions(context, video.file)
        }),
      )
      return c.json<Upload>(serializeUpload(video, context.now()))
    },
  )
  .delete(
    '/:uploadId/previous-file',
    requireCreator,
    describeRoute({
      summary:
        'Delete the previous file of a video at VOD. Within a minute after the replacement, the cron trigger deletes it later',
      success: { status: 204, description: 'It can’t be restored any more' },
      problems: fileProblems,
    }),
    async (c) => {
      const { context, creator } = c.var
      const { uploadId, record } = await requireOwnUpload(
        context.kv,
        c.req.param('uploadId'),
        creator,
      )
      await deletePrevious(context, { uploadId, record: await withCached(uploadId, record) })
      return c.body(null, 204)
    },
  )
