import { isFileId, Video } from '@reelferry/contract'
import { Hono } from 'hono'
import type { App } from '../context.ts'
import { describeRoute, json } from '../http/describe-route.ts'
import { ProblemError } from '../http/problem-error.ts'
import { showVideo } from '../videos/show-video.ts'

/** `/api/videos`: how to play a video. */
export const videos = new Hono<App>().get(
  '/:fileId',
  describeRoute({
    summary: 'Get the playback information of a video',
    success: json({ Video }, 'The video, or the reason why it cannot be played'),
    problems: ['video-not-found', 'vod-unavailable', 'too-many-requests'],
  }),
  async (c) => {
    const fileId = c.req.param('fileId')
    const video = isFileId(fileId) ? await showVideo(c, fileId) : undefined
    if (!video) throw new ProblemError('video-not-found')
    return c.json<Video>(video)
  },
)
