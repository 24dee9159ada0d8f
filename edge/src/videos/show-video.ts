import type { FileId, Video } from '@reelferry/contract'
import type { Context } from 'hono'
import type { Config } from '../config.ts'
import { creatorOf, mayUpload } from '../creators/authenticate.ts'
import type { App } from '../context.ts'
import { ProblemError } from '../http/problem-error.ts'
import type { Facts } from '../uploads/upload-record.ts'
import { presentVideo, visibilityOf } from '../uploads/serialize.ts'
import { protect } from './sign-playback.ts'
import { recall, remember } from '../uploads/vod-cache.ts'
import { learn, putNews, refresh } from '../uploads/sync.ts'
import { getFacts, getUploadOfFile } from '../uploads/store.ts'
import { VodApiError } from '../vod/api.ts'
import { inBackground } from '../http/wait-until.ts'

/**
 * A video as whoever asks may see it, its media signed where keys are set; `undefined` if there is none.
 * @throws ProblemError `vod-unavailable`, where only VOD knows and cannot be asked
 */
export async function showVideo(c: Context<App>, fileId: FileId): Promise<Video | undefined> {
  const config = c.get('config')
  const now = Date.now()
  const facts = await findFacts(c, fileId, now)
  if (!facts || (facts.uploaded && facts.uploaded.fileId !== fileId)) return undefined
  if (visibilityOf(facts) === 'private' && !mayUpload(await creatorOf(c)))
    return { status: 'private', fileId }
  const video = presentVideo(fileId, facts, now)
  return video.status === 'ready' ? protect(config, video, now) : video
}

async function findFacts(c: Context<App>, fileId: FileId, now: number): Promise<Facts | undefined> {
  const kv = c.env.UPLOADS
  const uploadId = await getUploadOfFile(kv, fileId)
  const stored = uploadId && (await getFacts(kv, uploadId))
  if (!stored) return unheard(c, fileId, now)
  const known = { uploadId, facts: stored, fileId }
  return refresh(kv, c.get('config'), known, now, inBackground(c.executionCtx))
}

const strangers = new WeakMap<Config, Config>()

/** For questions that anybody causes by making up ids: they spend a budget of their own, and leave creators theirs. */
function forStrangers(config: Config): Config {
  const { VOD_BUDGET } = config
  if (!VOD_BUDGET) return config
  let own = strangers.get(config)
  if (!own) {
    const limit = ({ key }: { key: string }) => VOD_BUDGET.limit({ key: `stranger:${key}` })
    strangers.set(config, (own = { ...config, VOD_BUDGET: { limit } }))
  }
  return own
}

/** A file no event has told of yet: a viewer may be quicker than VOD's notification. */
async function unheard(c: Context<App>, fileId: FileId, now: number): Promise<Facts | undefined> {
  const kv = c.env.UPLOADS
  const subject = `file/${fileId}` as const
  const recalled = await recall(subject)
  if (typeof recalled === 'object') return recalled
  if (recalled === 'nothing') return undefined
  // Somebody else is asking at this moment, or VOD could not be asked: nobody knows yet whether there is a video.
  if (recalled === 'asked') throw new ProblemError('vod-unavailable')
  await remember(subject, 'asked')
  try {
    const learned = await learn(kv, forStrangers(c.get('config')), { fileId }, now)
    if (!learned) {
      await remember(subject, 'nothing')
      return undefined
    }
    await remember(subject, learned.facts)
    inBackground(c.executionCtx)(putNews(kv, learned))
    return learned.facts
  } catch (error) {
    if (error instanceof VodApiError) throw new ProblemError('vod-unavailable', { cause: error })
    throw error
  }
}
