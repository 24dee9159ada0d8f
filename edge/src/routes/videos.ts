import { type FileId, isFileId, type Video } from '@reelferry/contract'
import { Hono } from 'hono'
import type { App } from '../environment.ts'
import { ProblemError } from '../problem-error.ts'
import type { Facts } from '../uploads/facts.ts'
import { presentVideo } from '../uploads/present.ts'
import { protect } from '../uploads/protect.ts'
import { recall, remember } from '../uploads/recent.ts'
import { type Background, learn, putNews, refresh } from '../uploads/reconcile.ts'
import { inBackground } from './background.ts'
import { getFacts, getUploadOfFile } from '../uploads/store.ts'
import { VodApiError } from '../vod/api.ts'

/** `GET /api/videos/:fileId`: how to play a video, for everyone. */
export const videos = new Hono<App>().get('/:fileId', async (c) => {
  const kv = c.env.UPLOADS
  const config = c.get('config')
  const fileId = c.req.param('fileId')
  if (!isFileId(fileId)) throw new ProblemError('video-not-found')
  const now = Date.now()
  const background = inBackground(c.executionCtx)
  const uploadId = await getUploadOfFile(kv, fileId)
  const stored = uploadId && (await getFacts(kv, uploadId))
  const facts = stored
    ? await refresh(kv, config, { uploadId, facts: stored, fileId }, now, background)
    : await unheard(kv, config, fileId, now, background)
  if (!facts || (facts.uploaded && facts.uploaded.fileId !== fileId))
    throw new ProblemError('video-not-found')
  const video = presentVideo(fileId, facts, now)
  return c.json<Video>(video.status === 'ready' ? await protect(config, video, now) : video)
})

/** A file no event has told of yet: a viewer may be quicker than VOD's notification. */
async function unheard(
  kv: KVNamespace,
  config: App['Variables']['config'],
  fileId: FileId,
  now: number,
  background: Background,
): Promise<Facts | undefined> {
  const subject = `file/${fileId}` as const
  const recalled = await recall(subject)
  if (recalled !== undefined) return recalled ?? undefined
  await remember(subject, null)
  try {
    const learned = await learn(kv, config, { fileId }, now)
    if (!learned) return undefined
    await remember(subject, learned.facts)
    background(putNews(kv, learned))
    return learned.facts
  } catch (error) {
    if (error instanceof VodApiError) throw new ProblemError('vod-unavailable', { cause: error })
    throw error
  }
}
