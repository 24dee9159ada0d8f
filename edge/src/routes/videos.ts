import { isFileId, SendReport, Video, Viewer } from '@reelferry/contract'
import { Hono } from 'hono'
import type { App } from '../context.ts'
import { creatorOf } from '../creators/authenticate.ts'
import { serializeCreator } from '../creators/creator.ts'
import { describeRoute, json } from '../http/describe-route.ts'
import { ProblemError } from '../http/problem-error.ts'
import { validateBody } from '../http/validate-body.ts'
import { reportVideo } from '../reviews/report-video.ts'
import { getPreviews } from '../uploads/own-previews.ts'
import { findShown, showVideo } from '../videos/show-video.ts'
import { ownUploadOf } from '../videos/own-upload.ts'

/**
 * `/api/videos`: how to play a video, and the rights of the person who watches it. `:id` is the id of the upload, or the
 * file id in links of earlier versions.
 */
export const videos = new Hono<App>()
  .get(
    '/:id',
    describeRoute({
      summary: 'Get the playback information of a video',
      query: {
        fileId:
          'The file that a running player plays. The answer is about this file, as long as it is kept after a replacement',
      },
      success: json({ Video }, 'The video, or the reason why it cannot be played'),
      problems: ['video-not-found', 'vod-unavailable', 'too-many-requests'],
    }),
    async (c) => {
      const wanted = c.req.query('fileId')
      const video = await showVideo(c, c.req.param('id'), isFileId(wanted) ? wanted : undefined)
      if (!video) throw new ProblemError('video-not-found')
      return c.json<Video>(video)
    },
  )
  .get(
    '/:id/previews',
    describeRoute({
      summary: 'Get the preview pictures of a video that the studio made, as one JPEG image',
      success: { status: 200, description: 'The image' },
      problems: ['video-not-found', 'vod-unavailable', 'too-many-requests'],
    }),
    async (c) => {
      const { video, file } = (await findShown(c, c.req.param('id'))) ?? {}
      // The image shows as much of a video as the video itself.
      if (video?.status !== 'ready' || !file) throw new ProblemError('video-not-found')
      const stored = await getPreviews(c.var.context.kv, file.uploadId)
      if (!stored) throw new ProblemError('video-not-found')
      // The address has the time of the image. The next person at this device may not see private videos.
      const isPrivate = video.visibility === 'private'
      c.header('cache-control', isPrivate ? 'no-store' : 'private, max-age=86400')
      c.header('cross-origin-resource-policy', 'same-origin')
      return c.body(stored.image, 200, { 'content-type': 'image/jpeg' })
    },
  )
  .get(
    '/:id/viewer',
    describeRoute({
      summary:
        'Get the signed-in creator, and the upload of the video if it is the creator’s own one',
      success: json({ Viewer }, 'The viewer. Without members for a person who is not signed in'),
      problems: ['too-many-requests', 'issuer-unavailable'],
    }),
    async (c) => {
      const creator = await creatorOf(c)
      if (!creator) return c.json<Viewer>({})
      const uploadId = await ownUploadOf(c.var.context.kv, c.req.param('id'), creator)
      return c.json<Viewer>({
        creator: serializeCreator(creator),
        ...(uploadId && { uploadId }),
      })
    },
  )
  .post(
    '/:id/reports',
    describeRoute({
      summary: 'Report a video to the operator. Does not exist if VIDEO_REPORTS is off',
      success: { status: 202, description: 'Accepted' },
      problems: ['invalid-request', 'route-not-found', 'video-not-found', 'too-many-requests'],
    }),
    validateBody({ SendReport }),
    async (c) => {
      await reportVideo(c, c.req.param('id'), c.req.valid('json'))
      return c.body(null, 202)
    },
  )
