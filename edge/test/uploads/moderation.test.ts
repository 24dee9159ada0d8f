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
