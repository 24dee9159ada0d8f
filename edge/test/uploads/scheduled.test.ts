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
  // Removes the pending uploads of other tests.
  const { keys } = await env.UPLOADS.list({ prefix: 'pending/' })
  await Promise.all(keys.map(({ name }) => env.UPLOADS.delete(name)))
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** Runs the cron trigger at a later time. */
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
  it('finds a published file without a notification and without polls', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sent()
    vod.publish({ fileId, sourceContext, taskId, task: procedureTask(fileId, taskId) })
    await scheduledAfter(6)
    expect(await status(uploadId)).toBe('ready')
  })

  it('fetches the result of a task flow, and then removes the upload from the pending ones', async () => {
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

  it('deletes a file that was published after its upload was deleted', async () => {
    const { uploadId, sourceContext, fileId } = await sent()
    await request(`/api/uploads/${uploadId}`, { method: 'DELETE' })
    await scheduledAfter(6)
    vod.publish({ fileId, sourceContext })
    await scheduledAfter(11)
    expect(vod.has(fileId)).toBe(false)
    await scheduledAfter(3 * 24 * 60)
    expect(await pending()).toBe(0)
  })

  it('lets an upload without a file expire', async () => {
    const { uploadId } = await sent()
    await scheduledAfter(3 * 24 * 60)
    expect(await status(uploadId)).toBe('expired')
    expect(await pending()).toBe(0)
  })

  it('ignores recent uploads', async () => {
    await sent()
    await scheduledAfter(1)
    expect(vod.calls).toEqual([])
  })

  it('verifies a reported deletion that could not be verified earlier', async () => {
    const removed = await publishedVideo(vod)
    const existing = await publishedVideo(vod)
    await scheduledAfter(6)
    expect(await pending()).toBe(0)
    vod.goOffline()
    const FileIdSet = [removed.fileId, existing.fileId]
    await notify({ EventType: 'FileDeleted', FileDeleteEvent: { FileIdSet } })
    await scheduledAfter(11)
    expect([await status(removed.uploadId), await pending()]).toEqual(['ready', 2])
    vod.goOnline()
    vod.remove(removed.fileId)
    await scheduledAfter(16)
    expect(await status(removed.uploadId)).toBe('deleted')
    expect(await status(existing.uploadId)).toBe('ready')
    expect(await pending()).toBe(0)
  })

  it('does not fail when VOD is unreachable', async () => {
    const { uploadId } = await sent()
    vod.goOffline()
    await scheduledAfter(6)
    expect(await status(uploadId)).toBe('open')
  })
})

describe('PULL mode', () => {
  it('pulls and confirms the events of VOD’s queue', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sent()
    const task = procedureTask(fileId, taskId)
    vod.publish({ fileId, sourceContext, taskId, task })
    vod.enqueue(newFileUpload(fileId, sourceContext, taskId), procedureStateChanged(task), {
      EventType: 'SomethingNew',
    })
    await scheduledAfter(1, { EVENT_MODE: 'pull' })
    expect([await status(uploadId), vod.waiting()]).toEqual(['ready', 0])
  })

  it('pulls nothing in push mode', async () => {
    await scheduledAfter(1)
    expect(vod.calls).not.toContain('PullEvents')
  })
})
