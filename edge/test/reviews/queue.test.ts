import { createScheduledController } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import worker from '../../src/worker.ts'
import { notify, problemCode, request } from '../client.ts'
import { newFileUpload, procedureTask, reviewComplete, vodAccount } from '../vod-account.ts'
import {
  asOperator,
  decide,
  decisions,
  deleteUploads,
  OPERATOR_SECRET,
  queue,
  reviewedVideo,
  statusOf,
} from './studio.ts'

let vod: ReturnType<typeof vodAccount>

beforeEach(() => {
  vod = vodAccount()
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

afterAll(deleteUploads)

const runCron = () => worker.scheduled(createScheduledController(), env)

const reviewedVideos = (count: number) =>
  Promise.all(Array.from({ length: count }, () => reviewedVideo(vod, 'review')))

/** Each video needs some twenty operations of Miniflare's KV, which are slow on a busy machine. */
const manyVideosTimeoutMs = 60_000

describe('the queue', () => {
  it('contains a video with the verdict review: playable, with VOD’s labels and timestamps', async () => {
    const { uploadId, fileId } = await reviewedVideo(vod)
    const segment = {
      StartTimeOffset: 3,
      EndTimeOffset: 5,
      Confidence: 80,
      Label: 'Ad',
      Form: 'OCR',
    }
    const event = reviewComplete(fileId, 'review')
    Object.assign(event.ReviewAudioVideoCompleteEvent.Output, { SegmentSet: [segment] })
    await notify(event)
    expect((await queue()).get(uploadId)).toMatchObject({
      name: 'clip.mp4',
      status: 'processing',
      verdict: 'review',
      sources: [{ src: `https://1500000001.vod2.myqcloud.com/${fileId}/clip.mp4` }],
      labels: [{ label: 'Ad', form: 'OCR', start: 3, end: 5, confidence: 80 }],
      reports: [],
    })
  })

  it('contains a video that a task flow or VOD’s API reports, with its label', async () => {
    const { uploadId, fileId, sourceContext } = await reviewedVideo(vod)
    const MediaReviewInfo = { Suggestion: 'review', TypeSet: ['Image.Porn'] }
    vod.publish({ fileId, sourceContext, more: { ReviewInfo: { MediaReviewInfo } } })
    await notify(newFileUpload(fileId, sourceContext))
    const other = await reviewedVideo(vod, undefined, { VOD_PROCEDURE: 'Flow' })
    const taskId = `task-${other.fileId}`
    const task = procedureTask(other.fileId, taskId, {
      review: { Status: 'SUCCESS', Suggestion: 'review' },
    })
    vod.publish({ ...other, taskId, task })
    await notify(newFileUpload(other.fileId, other.sourceContext, taskId))
    const items = await queue()
    expect(items.get(uploadId)?.labels).toEqual([{ label: 'Porn', form: 'Image' }])
    expect(items.has(other.uploadId)).toBe(true)
  })

  it('contains a video once, however often its events arrive', async () => {
    const { uploadId, fileId, sourceContext } = await reviewedVideo(vod, 'review')
    await notify(reviewComplete(fileId, 'review'))
    await notify(newFileUpload(fileId, sourceContext))
    const { keys } = await env.UPLOADS.list({ prefix: 'queue/' })
    expect(keys.filter(({ name }) => name.includes(uploadId))).toHaveLength(1)
  })

  it('leaves out videos that pass, that their creator deleted, or that VOD passes later', async () => {
    const passed = await reviewedVideo(vod, 'pass')
    const deleted = await reviewedVideo(vod, 'review')
    await request(`/api/uploads/${deleted.uploadId}`, { method: 'DELETE' })
    const released = await reviewedVideo(vod, 'review')
    vod.publish({ ...released, suggestion: 'pass' })
    await notify(reviewComplete(released.fileId, 'pass'))
    const items = await queue()
    for (const { uploadId } of [passed, deleted, released]) expect(items.has(uploadId)).toBe(false)
  })

  it('has pages for more than twenty videos', { timeout: manyVideosTimeoutMs }, async () => {
    const videos = await reviewedVideos(25)
    const first = await (await asOperator('reviews')).json<{ items: object[]; cursor?: string }>()
    expect(first.cursor).toBeDefined()
    const items = await queue()
    for (const { uploadId } of videos) expect(items.has(uploadId)).toBe(true)
  })

  it('is hidden without the operator’s secret, and decisions too', async () => {
    const { uploadId } = await reviewedVideo(vod, 'review')
    const json = { uploadIds: [uploadId], decision: 'approve', reason: '', by: 'Eve' }
    for (const configuration of [{}, { OPERATOR_SECRET }])
      for (const answer of [
        await request('/api/operator/reviews', {}, configuration),
        await request('/api/operator/decisions', {}, configuration),
        await request('/api/operator/decisions', { json }, configuration),
        await request(
          '/api/operator/decisions',
          { json, headers: { authorization: 'Bearer guess' } },
          configuration,
        ),
      ])
        expect(await problemCode(answer)).toBe('route-not-found')
    expect(await statusOf(uploadId)).toBe('processing')
  })

  it('rejects decisions of other origins', async () => {
    const { uploadId } = await reviewedVideo(vod, 'review')
    const json = { uploadIds: [uploadId], decision: 'approve', reason: '', by: 'Olga' }
    const headers = {
      authorization: `Bearer ${OPERATOR_SECRET}`,
      origin: 'https://evil.example',
    }
    const answer = await request('/api/operator/decisions', { json, headers }, { OPERATOR_SECRET })
    expect(await problemCode(answer)).toBe('origin-not-allowed')
  })
})

describe('a decision', () => {
  it('publishes an approved video, and removes it from the queue', async () => {
    const { uploadId, fileId } = await reviewedVideo(vod, 'review')
    expect(await decide([uploadId], 'approve', 'Harmless')).toEqual([
      { uploadId, status: 'ready', delivery: 'done' },
    ])
    expect(await (await request(`/api/videos/${fileId}`)).json()).toMatchObject({ status: 'ready' })
    expect(await (await request(`/api/uploads/${uploadId}`)).json()).toMatchObject({
      moderation: 'pass',
      reason: 'Harmless',
    })
    expect((await queue()).has(uploadId)).toBe(false)
    expect(vod.distributions).toEqual([])
  })

  it('blocks a video, stops its delivery, and shows the reason to its creator, without the operator’s name', async () => {
    const { uploadId, fileId } = await reviewedVideo(vod, 'review')
    expect(await decide([uploadId], 'block')).toEqual([
      { uploadId, status: 'rejected', delivery: 'done' },
    ])
    expect(vod.isForbidden(fileId)).toBe(true)
    const upload = await (await request(`/api/uploads/${uploadId}`)).json()
    expect(upload).toMatchObject({
      status: 'rejected',
      problem: { code: 'moderation-blocked' },
      reason: 'It shows a password',
    })
    expect(JSON.stringify(upload)).not.toContain('Olga')
    const video = await (await request(`/api/videos/${fileId}`)).json<object>()
    expect(video).toMatchObject({ status: 'rejected' })
    expect(JSON.stringify(video)).not.toContain('password')
  })

  it('is undone: the video is delivered again, and waits in the queue', async () => {
    const { uploadId, fileId } = await reviewedVideo(vod, 'review')
    await decide([uploadId], 'block')
    expect(await decide([uploadId], 'undo')).toEqual([
      { uploadId, status: 'processing', delivery: 'done' },
    ])
    expect(vod.isForbidden(fileId)).toBe(false)
    expect((await queue()).has(uploadId)).toBe(true)
  })

  it('publishes a video that was ready before the block, although VOD still reported it as forbidden', async () => {
    const { uploadId, fileId, sourceContext } = await reviewedVideo(vod)
    await decide([uploadId], 'block')
    // A sync sees the stopped delivery before the block is undone.
    await notify(newFileUpload(fileId, sourceContext))
    await decide([uploadId], 'undo')
    await caches.default.delete(`https://recent.invalid/upload/${uploadId}`)
    expect(await statusOf(uploadId)).toBe('ready')
  })

  it('stores time, person and reason of every decision', async () => {
    const { uploadId } = await reviewedVideo(vod, 'review')
    await decide([uploadId], 'block')
    await decide([uploadId], 'approve', 'A mistake')
    const ofVideo = (await decisions()).filter((each) => each.uploadId === uploadId)
    expect(ofVideo).toMatchObject([
      { decision: 'approve', reason: 'A mistake', by: 'Olga', account: 'local', isCurrent: true },
      { decision: 'block', reason: 'It shows a password', by: 'Olga', isCurrent: false },
    ])
    expect(ofVideo[0]?.at).toBeGreaterThan(ofVideo[1]?.at ?? 0)
  })

  it('changes nothing when it is repeated', async () => {
    const { uploadId } = await reviewedVideo(vod, 'review')
    const [first] = await decide([uploadId], 'block')
    expect(await decide([uploadId, uploadId], 'block')).toEqual([first])
    expect((await decisions()).filter((each) => each.uploadId === uploadId)).toHaveLength(1)
  })

  it(
    'is made about twenty videos with one call to VOD',
    { timeout: manyVideosTimeoutMs },
    async () => {
      const videos = await reviewedVideos(20)
      const results = await decide(
        videos.map(({ uploadId }) => uploadId),
        'block',
      )
      expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(20)
      expect(vod.distributions).toMatchObject([{ operation: 'forbid' }])
      expect(vod.distributions[0]?.fileIds.toSorted()).toEqual(
        videos.map(({ fileId }) => fileId).toSorted(),
      )
    },
  )

  it.each([
    { uploadIds: [], decision: 'approve', reason: '', by: 'Olga' },
    {
      uploadIds: Array.from({ length: 21 }, () => 'x'.repeat(22)),
      decision: 'approve',
      reason: '',
      by: 'Olga',
    },
    { uploadIds: ['x'.repeat(22)], decision: 'block', reason: ' ', by: 'Olga' },
    { uploadIds: ['x'.repeat(22)], decision: 'approve', reason: '', by: ' ' },
    { uploadIds: ['x'.repeat(22)], decision: 'erase', reason: '', by: 'Olga' },
    { uploadIds: ['x'.repeat(22)], decision: 'block', reason: 'x'.repeat(501), by: 'Olga' },
  ])('rejects an invalid request: %j', async (json) => {
    expect(await problemCode(await asOperator('decisions', json))).toBe('invalid-request')
  })

  it('ignores videos that do not exist, or whose creator deleted them', async () => {
    const { uploadId } = await reviewedVideo(vod, 'review')
    await request(`/api/uploads/${uploadId}`, { method: 'DELETE' })
    expect(await decide([uploadId, 'x'.repeat(22)], 'approve')).toEqual([])
    expect(await statusOf(uploadId)).toBe('deleted')
  })

  it('does not cover a harder verdict that arrives later', async () => {
    const { uploadId, fileId } = await reviewedVideo(vod, 'review')
    await decide([uploadId], 'approve')
    await notify(reviewComplete(fileId, 'review'))
    expect(await statusOf(uploadId)).toBe('ready')
    await notify(reviewComplete(fileId, 'block'))
    expect(await statusOf(uploadId)).toBe('rejected')
    expect(vod.isForbidden(fileId)).toBe(true)
    await decide([uploadId], 'approve', 'Checked again')
    expect(await statusOf(uploadId)).toBe('ready')
    expect(vod.isForbidden(fileId)).toBe(false)
  })

  it('does not release a video that Tencent itself stopped', async () => {
    const { uploadId, fileId, sourceContext } = await reviewedVideo(vod)
    vod.publish({ fileId, sourceContext, status: 'SystemForbidden' })
    await notify(newFileUpload(fileId, sourceContext))
    await decide([uploadId], 'approve', 'Try')
    await caches.default.delete(`https://recent.invalid/upload/${uploadId}`)
    expect(await statusOf(uploadId)).toBe('rejected')
  })
})

describe('a block by VOD', () => {
  it('stops the delivery once, and is listed as automatic', async () => {
    const { uploadId, fileId } = await reviewedVideo(vod, 'block')
    await notify(reviewComplete(fileId, 'block'))
    expect(vod.distributions).toEqual([{ operation: 'forbid', fileIds: [fileId] }])
    expect((await decisions()).filter((each) => each.uploadId === uploadId)).toMatchObject([
      { decision: 'block', by: '', status: 'rejected', isCurrent: true },
    ])
  })

  it('is withdrawn by VOD: the delivery is resumed', async () => {
    const { fileId, sourceContext } = await reviewedVideo(vod, 'block')
    vod.publish({ fileId, sourceContext, suggestion: 'pass', status: 'Forbidden' })
    await notify(reviewComplete(fileId, 'pass'))
    expect(vod.isForbidden(fileId)).toBe(false)
  })

  it(
    'is carried out by the cron trigger if VOD fails, in batches of twenty',
    { timeout: manyVideosTimeoutMs },
    async () => {
      const videos = await reviewedVideos(22)
      vod.goOffline()
      const block = (from: number, to: number) =>
        decide(
          videos.slice(from, to).map(({ uploadId }) => uploadId),
          'block',
        )
      const results = [...(await block(0, 20)), ...(await block(20, 22))]
      expect(results.every(({ delivery }) => delivery === 'pending')).toBe(true)
      expect(results.every(({ status }) => status === 'rejected')).toBe(true)
      vod.goOnline()
      const ids = videos.map(({ fileId }) => fileId)
      // Other tests share the KV namespace and may leave deliveries.
      const ofThese = () =>
        vod.distributions.flatMap(({ fileIds }) => fileIds.filter((fileId) => ids.includes(fileId)))
      // KV may answer an older state for a minute.
      await runCron()
      expect(ofThese()).toEqual([])
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 })
      await runCron()
      // The account rejects calls with more than twenty ids.
      expect(ids.every((fileId) => vod.isForbidden(fileId))).toBe(true)
      expect(ofThese()).toHaveLength(22)
      expect(vod.distributions.length).toBeLessThan(5)
      await runCron()
      expect(ofThese()).toHaveLength(22)
    },
  )

  it('is not carried out after an approval in between', async () => {
    const { uploadId, fileId } = await reviewedVideo(vod, 'review')
    vod.goOffline()
    await decide([uploadId], 'block')
    await decide([uploadId], 'approve')
    vod.goOnline()
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 })
    await runCron()
    expect(vod.distributions.filter(({ operation }) => operation === 'forbid')).toEqual([])
    expect(vod.isForbidden(fileId)).toBe(false)
  })
})
