import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { notify, openUpload, request, signedQuery } from '../client.ts'
import {
  newFileId,
  newFileUpload,
  procedureStateChanged,
  procedureTask,
  reviewComplete,
  vodAccount,
} from '../vod-account.ts'

let vod: ReturnType<typeof vodAccount>

beforeEach(() => {
  vod = vodAccount()
})

afterEach(() => {
  vi.unstubAllGlobals()
})

async function sentUpload(configuration: object = { VOD_PROCEDURE: '' }) {
  const uploadId = await openUpload('clip.mp4', configuration)
  const sourceContext = (await signedQuery(uploadId, configuration)).get('sourceContext') ?? ''
  const fileId = newFileId()
  return { uploadId, sourceContext, fileId, taskId: `task-${fileId}` }
}

const status = async (uploadId: string) =>
  (await request(`/api/uploads/${uploadId}`)).json<{ status: string; moderation?: string }>()

describe('a verdict that the Worker does not know', () => {
  const inReview = { status: 'processing', moderation: 'review' }

  it.each(['Pass', 'rejected', ''])('holds the video back: %j in VOD’s API', async (suggestion) => {
    const { uploadId, sourceContext, fileId } = await sentUpload()
    const more = { ReviewInfo: { MediaReviewInfo: { Suggestion: suggestion } } }
    vod.publish({ fileId, sourceContext, more })
    await notify(newFileUpload(fileId, sourceContext))
    expect(await status(uploadId)).toMatchObject(inReview)
  })

  it.each([
    ['the verdict', { MediaReviewInfo: { Result: 'block' } }],
    ['the review', { ReviewResult: { Suggestion: 'block' } }],
  ])('holds the video back: %s has another name in VOD’s API', async (_, ReviewInfo) => {
    const { uploadId, sourceContext, fileId } = await sentUpload()
    vod.publish({ fileId, sourceContext, more: { ReviewInfo } })
    await notify(newFileUpload(fileId, sourceContext))
    expect(await status(uploadId)).toMatchObject(inReview)
  })

  it('does not hold a video back that VOD did not review', async () => {
    const { uploadId, sourceContext, fileId } = await sentUpload()
    const ReviewInfo = { MediaReviewInfo: null, CoverReviewInfo: { Suggestion: 'pass' } }
    vod.publish({ fileId, sourceContext, more: { ReviewInfo } })
    await notify(newFileUpload(fileId, sourceContext))
    expect(await status(uploadId)).toMatchObject({ status: 'ready' })
  })

  it.each([
    ['an unknown verdict', { PornTask: { Status: 'SUCCESS', Output: { Suggestion: 'hide' } } }],
    ['no verdict', { PornTask: { Status: 'SUCCESS', Output: { Verdict: 'block' } } }],
    ['no output', { PornTask: { Status: 'FAIL', Output: null } }],
    ['no result', { PornTask: null, SampleRate: 1 }],
  ])('holds the video back: %s in a task flow', async (_, result) => {
    const { uploadId, sourceContext, fileId, taskId } = await sentUpload({})
    const AiContentReviewResultSet = [{ Type: 'Porn', ...result }]
    const task = { ...procedureTask(fileId, taskId), AiContentReviewResultSet }
    vod.publish({ fileId, sourceContext, taskId, task })
    await notify(procedureStateChanged(task))
    expect(await status(uploadId)).toMatchObject(inReview)
  })

  it.each([{ Suggestion: 'Block' }, { Verdict: 'block' }, null, undefined])(
    'takes a video down: %j in an event',
    async (Output) => {
      const { uploadId, sourceContext, fileId } = await sentUpload()
      vod.publish({ fileId, sourceContext })
      await notify(newFileUpload(fileId, sourceContext))
      expect(await status(uploadId)).toMatchObject({ status: 'ready' })
      const ReviewAudioVideoCompleteEvent = { Input: { FileId: fileId }, Output }
      await notify({ EventType: 'ReviewAudioVideoComplete', ReviewAudioVideoCompleteEvent })
      expect(await status(uploadId)).toMatchObject(inReview)
    },
  )

  it('is replaced by a known one of VOD’s API', async () => {
    const { uploadId, sourceContext, fileId } = await sentUpload()
    vod.publish({ fileId, sourceContext })
    await notify(newFileUpload(fileId, sourceContext))
    await notify(reviewComplete(fileId, 'unknown'))
    expect(await status(uploadId)).toMatchObject(inReview)
    vod.publish({ fileId, sourceContext, suggestion: 'pass' })
    await notify(newFileUpload(fileId, sourceContext))
    expect(await status(uploadId)).toMatchObject({ status: 'ready', moderation: 'pass' })
  })
})

describe('a block event', () => {
  const deliver = {
    uploaded: newFileUpload,
    passed: (fileId: string) => reviewComplete(fileId, 'pass'),
    held: (fileId: string) => reviewComplete(fileId, 'review'),
    blocked: (fileId: string) => reviewComplete(fileId, 'block'),
  }

  it.each<(keyof typeof deliver)[]>([
    ['uploaded', 'blocked'],
    ['uploaded', 'passed', 'blocked'],
    ['uploaded', 'blocked', 'uploaded'],
    ['uploaded', 'held', 'blocked', 'held'],
    ['blocked', 'uploaded'],
    ['blocked', 'uploaded', 'uploaded'],
  ])(
    'takes the video down although VOD’s API still returns pass: %s %s %s %s',
    async (...kinds) => {
      const { uploadId, sourceContext, fileId } = await sentUpload()
      vod.publish({ fileId, sourceContext, suggestion: 'pass' })
      for (const kind of kinds) if (kind) await notify(deliver[kind](fileId, sourceContext))
      expect(await status(uploadId)).toMatchObject({ status: 'rejected', moderation: 'block' })
      await caches.default.delete(`https://recent.invalid/upload/${uploadId}`)
      expect(await status(uploadId)).toMatchObject({ status: 'rejected', moderation: 'block' })
      const video = await request(`/api/videos/${fileId}`)
      expect(await video.json()).toEqual({ status: 'rejected', fileId })
    },
  )

  it('takes the video down when it arrives together with other events', async () => {
    const { uploadId, sourceContext, fileId } = await sentUpload()
    vod.publish({ fileId, sourceContext, suggestion: 'pass' })
    const kinds = ['uploaded', 'blocked', 'uploaded'] as const
    await Promise.all(kinds.map((kind) => notify(deliver[kind](fileId, sourceContext))))
    await caches.default.delete(`https://recent.invalid/upload/${uploadId}`)
    expect(await status(uploadId)).toMatchObject({ status: 'rejected', moderation: 'block' })
  })

  it('is withdrawn by a later pass event that VOD’s API confirms', async () => {
    const { uploadId, sourceContext, fileId } = await sentUpload()
    vod.publish({ fileId, sourceContext, suggestion: 'block' })
    await notify(newFileUpload(fileId, sourceContext))
    await notify(reviewComplete(fileId, 'block'))
    await notify(reviewComplete(fileId, 'pass'))
    expect(await status(uploadId)).toMatchObject({ status: 'rejected' })
    vod.publish({ fileId, sourceContext, suggestion: 'pass' })
    await notify(reviewComplete(fileId, 'pass'))
    expect(await status(uploadId)).toMatchObject({ status: 'ready', moderation: 'pass' })
  })
})
