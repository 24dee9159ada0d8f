import { isFileId, type Video } from '@reelferry/contract'
import { Hono } from 'hono'
import type { App } from '../context.ts'
import { ProblemError } from '../http/problem-error.ts'
import { showVideo } from '../videos/show-video.ts'

/** `GET /api/videos/:fileId`: how to play a video, for everyone who may watch it. */
export const videos = new Hono<App>().get('/:fileId', async (c) => {
  const fileId = c.req.param('fileId')
  const video = isFileId(fileId) ? await showVideo(c, fileId) : undefined
  if (!video) throw new ProblemError('video-not-found')
  return c.json<Video>(video)
})
