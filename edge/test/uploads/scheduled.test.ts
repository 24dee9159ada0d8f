import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import worker from '../../src/worker.ts'
import { notify, openUpload, request, signedQuery } from '../client.ts'
import { publishedVideo } from '../published-video.ts'
import {
  newFileId,
  newFileUpload,
  procedureStateChanged,
  procedureTask,
  vodAccount,
} from '../vod-account.ts'

let vod: ReturnType<typeof vodAccount>
const start = Date.now()

beforeEach(async () => {
  vod = vodAccount()
  // What other tests have left behind is not this one's to look after.
  const { keys } = await env.UPLOADS.list({ prefix: 'pending/' })
  await Promise.all(keys.map(({ name }) => env.UPLOADS.delete(name)))
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** Runs the cron trigger as it would run some time from now. */
async function scheduledAfter(minutes: number, configuration = {}) {
  vi.useFakeTimers({ toFake: ['Date'], now: start + minutes * 60_000 })
  const controller = { cron: '*/5 * * * *', scheduledTime: Date.now(), noRetry() {} }
  await worker.scheduled(controller, { ...env, ...configuration })
}

async function sent() {
  const uploadId = await openUpload()
  const sourceContext = (await signedQuery(uploadId)).get('sourceContext') ?? ''
  const fileId = newFileId()
  return { uploadId, sourceContext, fileId, taskId: `task-${fileId}` }
}

const status = async (uploadId: string) =>
  (await (await request(`/api/uploads/${uploadId}`)).json<{ status: string }>()).status

const pending = async () => (await env.UPLOADS.list({ prefix: 'pending/' })).keys.length

describe('the cron trigger', () => {
  it('finds a published file that nobody told of and nobody polls for', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sent()
    vod.publish({ fileId, sourceContext, taskId, task: procedureTask(fileId, taskId) })
    await scheduledAfter(6)
    expect(await status(uploadId)).toBe('ready')
  })

  it('asks what became of a task flow, and forgets the upload once that is known', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sent()
    const running = procedureTask(fileId, taskId, { Status: 'PROCESSING' })
    vod.publish({ fileId, sourceContext, taskId, task: running })
    await scheduledAfter(6)
    expect([await status(uploadId), await pending()]).toEqual(['processing', 1])
    vod.publish({ fileId, sourceContext, taskId, task: procedureTask(fileId, taskId) })
    await caches.default.delete(`https://recent.invalid/upload/${uploadId}`)
    await scheduledAfter(11)
    expect(await status(uploadId)).toBe('ready')
    await scheduledAfter(16)
    expect(await pending()).toBe(0)
  })

  it('deletes what is published of an upload that was deleted before', async () => {
    const { uploadId, sourceContext, fileId } = await sent()
    await request(`/api/uploads/${uploadId}`, { method: 'DELETE' })
    await scheduledAfter(6)
    vod.publish({ fileId, sourceContext })
    await scheduledAfter(11)
    expect(vod.has(fileId)).toBe(false)
    await scheduledAfter(3 * 24 * 60)
    expect(await pending()).toBe(0)
  })

  it('lets an upload expire that never came', async () => {
    const { uploadId } = await sent()
    await scheduledAfter(3 * 24 * 60)
    expect(await status(uploadId)).toBe('expired')
    expect(await pending()).toBe(0)
  })

  it('leaves alone what may simply be under way', async () => {
    await sent()
    await scheduledAfter(1)
    expect(vod.calls).toEqual([])
  })

  it('looks into a deletion that VOD told of when it could not be asked', async () => {
    const gone = await publishedVideo(vod)
    const kept = await publishedVideo(vod)
    await scheduledAfter(6)
    expect(await pending()).toBe(0)
    vod.goOffline()
    const FileIdSet = [gone.fileId, kept.fileId]
    await notify({ EventType: 'FileDeleted', FileDeleteEvent: { FileIdSet } })
    await scheduledAfter(11)
    expect([await status(gone.uploadId), await pending()]).toEqual(['ready', 2])
    vod.goOnline()
    vod.remove(gone.fileId)
    await scheduledAfter(16)
    expect(await status(gone.uploadId)).toBe('deleted')
    expect(await status(kept.uploadId)).toBe('ready')
    expect(await pending()).toBe(0)
  })

  it('bears a VOD that is out of reach', async () => {
    const { uploadId } = await sent()
    vod.goOffline()
    await scheduledAfter(6)
    expect(await status(uploadId)).toBe('open')
  })
})

describe('PULL mode', () => {
  it('takes what waits at VOD, and confirms it', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sent()
    const task = procedureTask(fileId, taskId)
    vod.publish({ fileId, sourceContext, taskId, task })
    vod.enqueue(newFileUpload(fileId, sourceContext, taskId), procedureStateChanged(task), {
      EventType: 'SomethingNew',
    })
    await scheduledAfter(1, { EVENT_MODE: 'pull' })
    expect([await status(uploadId), vod.waiting()]).toEqual(['ready', 0])
  })

  it('asks for nothing unless the operator chose it', async () => {
    await scheduledAfter(1)
    expect(vod.calls).not.toContain('PullEvents')
  })
})
