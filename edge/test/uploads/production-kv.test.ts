import { env } from 'cloudflare:workers'
import { createExecutionContext } from 'cloudflare:test'
import { pollDelaySeconds, type UploadId } from '@reelferry/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { app } from '../../src/app.ts'
import { createContext } from '../../src/context.ts'
import { getSigningState, putDeleted } from '../../src/uploads/signing-cache.ts'
import worker from '../../src/worker.ts'
import { bindings as variables } from '../bindings.ts'
import {
  notify,
  oneIsolate,
  openUpload,
  problemCode,
  request,
  signedInAs,
  signedQuery,
} from '../client.ts'
import markdown from '../../../shared/docs/costs.md?raw'
import { tiles } from '../preview-tiles.ts'
import { ProductionKV } from '../production-kv.ts'
import { secondCut } from '../replacement.ts'
import {
  newFileId,
  newFileUpload,
  procedureStateChanged,
  procedureTask,
  reviewComplete,
  vodAccount,
} from '../vod-account.ts'

/** Without the spaces that align its tables. */
const readme = markdown.replace(/ +/g, ' ')

let vod: ReturnType<typeof vodAccount>
let kv: ProductionKV

beforeEach(() => {
  vod = vodAccount()
  kv = new ProductionKV()
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const bindings = () => ({ UPLOADS: kv })

/** Delivers a notification to a Worker that crashes during its background work. */
async function notifyAndCrash(event: object, configuration: object): Promise<void> {
  const request = new Request(`http://localhost/api/vod/events/${variables.CALLBACK_SECRET}`, {
    method: 'POST',
    body: JSON.stringify(event),
  })
  const context = createExecutionContext()
  const { status } = await app.fetch(request, { ...env, ...configuration }, context)
  expect(status).toBe(200)
  // The write that never ends simulates the crash.
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setTimeout(resolve))
}

/** Runs the cron trigger to its end. */
async function runCron(): Promise<void> {
  const controller = { cron: '*/5 * * * *', scheduledTime: Date.now(), noRetry() {} }
  await worker.scheduled(controller, { ...env, UPLOADS: kv as unknown as KVNamespace })
}

const status = async (uploadId: string, fileId = '') => {
  const query = fileId && `?fileId=${fileId}`
  const response = await request(`/api/uploads/${uploadId}${query}`, {}, bindings())
  return (await response.json<{ status: string }>()).status
}

async function sent() {
  const uploadId = await openUpload('clip.mp4', bindings())
  const sourceContext = (await signedQuery(uploadId, bindings())).get('sourceContext') ?? ''
  const fileId = newFileId()
  return { uploadId, sourceContext, fileId, taskId: `task-${fileId}` }
}

describe('with KV as in production', () => {
  it('an upload is available to the first poll, and ready after its events', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sent()
    expect(await status(uploadId)).toBe('open')
    const task = procedureTask(fileId, taskId)
    vod.publish({ fileId, sourceContext, taskId, task })
    await notify(newFileUpload(fileId, sourceContext, taskId), undefined, bindings())
    kv.advance(2000)
    await notify(procedureStateChanged(task), undefined, bindings())
    // The location of the first poll caches its misses for a minute.
    kv.advance(61_000)
    expect(await status(uploadId)).toBe('ready')
  })

  it('a poll with a file id does not wait for a stale cache', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sent()
    expect(await status(uploadId)).toBe('open')
    vod.publish({ fileId, sourceContext, taskId, task: procedureTask(fileId, taskId) })
    await notify(newFileUpload(fileId, sourceContext, taskId), undefined, bindings())
    // KV answers "open" for a minute. The Worker fetches from VOD, and caches the answer.
    await request(`/api/videos/${fileId}`, {}, bindings())
    expect(await status(uploadId, fileId)).not.toBe('open')
  })

  it('changing the title with a stale KV keeps the video private', async () => {
    const { uploadId } = await sent()
    const edit = (json: object) =>
      request(`/api/uploads/${uploadId}`, { method: 'PATCH', json }, bindings())
    await status(uploadId)
    expect((await edit({ visibility: 'private' })).status).toBe(200)
    kv.advance(5000)
    expect((await edit({ title: 'Holidays' })).status).toBe(200)
    kv.advance(61_000)
    const upload = await (await request(`/api/uploads/${uploadId}`, {}, bindings())).json()
    expect(upload).toMatchObject({ visibility: 'private', title: 'Holidays' })
  })

  it('simultaneous events are retried when KV rejects a write, and none is lost', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sent()
    const task = procedureTask(fileId, taskId)
    vod.publish({ fileId, sourceContext, taskId, task })
    const event = newFileUpload(fileId, sourceContext, taskId)
    await Promise.all([
      notify(event, undefined, bindings()),
      notify(procedureStateChanged(task), undefined, bindings()),
      notify(event, undefined, bindings()),
    ])
    kv.advance(61_000)
    expect(await status(uploadId)).toBe('ready')
  })

  it.each([
    ['a viewer', (fileId: string) => request(`/api/videos/${fileId}`, {}, bindings())],
    ['a poll', (fileId: string, uploadId: string) => status(uploadId, fileId)],
    ['the cron trigger', () => runCron()],
  ])('%s repairs the record after a crash', async (_, discover) => {
    vi.useFakeTimers({ toFake: ['Date'] })
    // Loses each of the writes of the two events once, with all later ones.
    for (const lost of [0, 1, 2]) {
      const { uploadId, sourceContext, fileId, taskId } = await sent()
      const task = procedureTask(fileId, taskId)
      vod.publish({ fileId, sourceContext, taskId, task })
      let written = 0
      const crashing = {
        ...kv.ofNewIsolate(),
        put: (key: string, value: string) =>
          written++ < lost ? kv.put(key, value) : new Promise(() => undefined),
      }
      for (const event of [
        newFileUpload(fileId, sourceContext, taskId),
        procedureStateChanged(task),
      ])
        await notifyAndCrash(event, { UPLOADS: crashing })
      await caches.default.delete(`https://recent.invalid/upload/${uploadId}`)
      kv.advance(10 * 60_000)
      vi.setSystemTime(Date.now() + 10 * 60_000)
      await discover(fileId, uploadId)
      await caches.default.delete(`https://recent.invalid/upload/${uploadId}`)
      kv.advance(61_000)
      expect([lost, await status(uploadId)]).toEqual([lost, 'ready'])
    }
  })

  it('signs nothing for an upload that this isolate deleted, even with a stale KV', async () => {
    const uploadId = await openUpload('clip.mp4', bindings())
    await signedQuery(uploadId, { UPLOADS: kv })
    const path = `/api/uploads/${uploadId}`
    expect((await request(path, { method: 'DELETE' }, bindings())).status).toBe(204)
    const sign = async (UPLOADS: unknown) => {
      const response = await request(`${path}/signature`, { method: 'POST' }, { UPLOADS })
      return [response.status, await problemCode(response)]
    }
    expect(await sign(kv)).toEqual([409, 'upload-closed'])
    // Another isolate signs until KV reports the deletion.
    const other = kv.ofNewIsolate()
    expect(await sign(other)).toEqual([200, 'none'])
    kv.advance(31_000)
    vi.setSystemTime(Date.now() + 31_000)
    expect(await sign(other)).toEqual([409, 'upload-closed'])
  })

  it('signs nothing for an upload that is deleted while its record is read', async () => {
    const uploadId = await openUpload('clip.mp4', bindings())
    const { promise, resolve } = Promise.withResolvers<void>()
    const slow = {
      ...kv.ofNewIsolate(),
      get: async (...query: Parameters<ProductionKV['get']>) => {
        const answer = await kv.get(...query)
        await promise
        return answer
      },
    } as unknown as KVNamespace
    const context = createContext({ ...env, UPLOADS: slow }, () => undefined)
    const reading = getSigningState(context, uploadId as UploadId)
    await putDeleted(context, uploadId as UploadId)
    resolve()
    expect(await reading).toMatchObject({ isDeleted: true })
    expect(await getSigningState(context, uploadId as UploadId)).toMatchObject({
      isDeleted: true,
    })
  })

  it('lets a page wait for one hour with at most 70 requests and 140 reads', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const as = await signedInAs('ada')
    const isolate = () => ({ ...as, UPLOADS: kv.ofNewIsolate() })
    const uploadId = await openUpload('clip.mp4', isolate())
    const sourceContext = (await signedQuery(uploadId, isolate())).get('sourceContext') ?? ''
    const fileId = newFileId()
    const taskId = `task-${fileId}`
    const running = procedureTask(fileId, taskId, { Status: 'PROCESSING' })
    vod.publish({ fileId, sourceContext, taskId, task: running })
    await notify(newFileUpload(fileId, sourceContext, taskId), undefined, isolate())
    // KV of this location caches that there was no file when the event arrived.
    kv.advance(31_000)
    const before = kv.operations.reads
    let etag = ''
    const poll = async () => {
      const headers = { 'if-none-match': etag }
      const answer = await request(`/api/uploads/${uploadId}`, { headers }, isolate())
      etag = answer.headers.get('etag') ?? ''
      return answer.status
    }
    const wait = (seconds: number) => {
      kv.advance(seconds * 1000)
      vi.setSystemTime(Date.now() + seconds * 1000)
    }
    const statuses: number[] = []
    for (let waited = 0, polls = 0; waited < 3600; polls++) {
      statuses.push(await poll())
      const delay = pollDelaySeconds(polls, 2)
      wait(delay)
      waited += delay
    }
    const reads = kv.operations.reads - before
    expect(statuses.filter((status) => status !== 304).length).toBeLessThanOrEqual(2)
    expect(readme).toContain(`${statuses.length} requests and ${reads} KV reads`)
    expect([statuses.length <= 70, reads <= 140]).toEqual([true, true])
  })

  it('a poll without news notices the end of a task flow whose event is lost', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const { uploadId, sourceContext, fileId, taskId } = await sent()
    const running = procedureTask(fileId, taskId, { Status: 'PROCESSING' })
    vod.publish({ fileId, sourceContext, taskId, task: running })
    await notify(newFileUpload(fileId, sourceContext, taskId), undefined, bindings())
    const poll = (etag: string) => {
      kv.advance(61_000)
      vi.setSystemTime(Date.now() + 61_000)
      return request(`/api/uploads/${uploadId}`, { headers: { 'if-none-match': etag } }, bindings())
    }
    const etag = (await poll('')).headers.get('etag') ?? ''
    expect((await poll(etag)).status).toBe(304)
    vod.publish({ fileId, sourceContext, taskId, task: procedureTask(fileId, taskId) })
    expect(await (await poll(etag)).json()).toMatchObject({ status: 'ready' })
  })

  it.each([
    ['a changed title', 'PATCH', { title: 'Holidays' }],
    ['a deletion', 'DELETE', undefined],
  ])('a poll without news notices %s', async (_, method, json) => {
    const { uploadId, sourceContext, fileId, taskId } = await sent()
    const running = procedureTask(fileId, taskId, { Status: 'PROCESSING' })
    vod.publish({ fileId, sourceContext, taskId, task: running })
    await notify(newFileUpload(fileId, sourceContext, taskId), undefined, bindings())
    kv.advance(31_000)
    const poll = (etag: string, as: object = {}) => {
      const headers = { 'if-none-match': etag }
      return request(`/api/uploads/${uploadId}`, { headers }, { ...bindings(), ...as })
    }
    const etag = (await poll('')).headers.get('etag') ?? ''
    const before = kv.operations.reads
    expect((await poll(etag)).status).toBe(304)
    expect(kv.operations.reads - before).toBe(1)
    // The tag is worth nothing to another creator, or with another version.
    expect((await poll(etag, await signedInAs('bob'))).status).toBe(404)
    expect((await poll(etag.replace(/^"\d/, '"9'))).status).toBe(200)
    kv.advance(31_000)
    await request(`/api/uploads/${uploadId}`, { method, ...(json && { json }) }, bindings())
    kv.advance(61_000)
    expect((await poll(etag)).status).toBe(200)
  })

  it('a poll without news notices that a review blocks the video', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sent()
    const running = procedureTask(fileId, taskId, { Status: 'PROCESSING' })
    vod.publish({ fileId, sourceContext, taskId, task: running })
    await notify(newFileUpload(fileId, sourceContext, taskId), undefined, bindings())
    const path = `/api/uploads/${uploadId}`
    const etag = (await request(path, {}, bindings())).headers.get('etag') ?? ''
    kv.advance(61_000)
    await notify(reviewComplete(fileId, 'block'), undefined, bindings())
    kv.advance(61_000)
    const answer = await request(path, { headers: { 'if-none-match': etag } }, bindings())
    expect(await answer.json()).toMatchObject({ status: 'rejected' })
  })

  it.each([
    ['at most', 'with a new isolate for each request', false],
    ['at least', 'with the same isolate for all requests', true],
  ])('needs the operations of shared/docs/costs.md, %s: %s', async (column, _, isOneIsolate) => {
    const as = await signedInAs('ada')
    const isolate = oneIsolate({ ...as, UPLOADS: kv })
    const bindings = () => (isOneIsolate ? isolate : { ...as, UPLOADS: kv.ofNewIsolate() })
    let requests = 0
    const counted = async <T>(answer: Promise<T>): Promise<T> => {
      requests++
      return answer
    }
    const uploadId = await counted(openUpload('clip.mp4', bindings()))
    const query = await counted(signedQuery(uploadId, bindings()))
    kv.advance(60_000)
    await counted(signedQuery(uploadId, bindings()))
    // The studio stores preview pictures, which the sync at the end of the task flow finds.
    const previews = `/api/uploads/${uploadId}/previews?${tiles.query}`
    const put = { method: 'PUT', body: tiles.image }
    expect((await counted(request(previews, put, bindings()))).status).toBe(204)
    const sourceContext = query.get('sourceContext') ?? ''
    const fileId = newFileId()
    const taskId = `task-${fileId}`
    const running = procedureTask(fileId, taskId, { Status: 'PROCESSING' })
    vod.publish({ fileId, sourceContext, taskId, task: running })
    await counted(notify(newFileUpload(fileId, sourceContext, taskId), undefined, bindings()))
    const poll = async (query = '') =>
      (await counted(request(`/api/uploads/${uploadId}${query}`, {}, bindings()))).status
    await poll()
    // The studio sends a frame as the cover: one signature to open the upload session, and one to commit it.
    for (let calls = 0; calls < 2; calls++) await counted(signedQuery(uploadId, bindings()))
    kv.advance(5000)
    const finished = procedureTask(fileId, taskId)
    vod.publish({ fileId, sourceContext, taskId, task: finished, finishedAt: Date.now() })
    vod.changeCover(fileId, 'http://1.vod2.myqcloud.com/frame.jpg')
    await counted(notify(procedureStateChanged(finished), undefined, bindings()))
    // The creator's location is not VOD's: it has not cached the events, and its KV may still have a miss.
    await caches.default.delete(`https://recent.invalid/upload/${uploadId}`)
    if (isOneIsolate) kv.advance(31_000)
    for (let polls = 0; polls < 2; polls++) expect(await poll(`?fileId=${fileId}`)).toBe(200)
    const cover = `/api/uploads/${uploadId}/cover?fileId=${fileId}`
    const answer = await counted(request(cover, { method: 'POST' }, bindings()))
    expect((await answer.json<{ video: object }>()).video).toMatchObject({
      coverUrl: 'https://1.vod2.myqcloud.com/frame.jpg',
    })
    const { reads, writes, lists } = kv.operations
    expect(readme).toContain(
      `| one upload, from opening to ready, ${column} | ${requests} | ${reads} | ${writes} | ${lists} |`,
    )

    const before = kv.operations.reads
    const ASSETS = { fetch: async () => new Response('<main data-player></main>') }
    await request(`/watch/${uploadId}`, {}, { ...bindings(), ASSETS })
    expect(readme).toContain(`| one view | 1 | ${kv.operations.reads - before} | 0 | 0 |`)
    const perDay = Math.floor(1000 / writes)
    expect(readme).toContain(`${perDay} uploads a day`)
  })

  it('counts what a replacement of a file adds', async () => {
    /** The writes of an upload without its previews, from opening to ready. */
    const publish = async (replaces?: string) => {
      const before = kv.operations.writes
      const json = { ...secondCut, ...(replaces && { replaces }) }
      const opened = await request('/api/uploads', { json }, bindings())
      const { uploadId } = await opened.json<{ uploadId: string }>()
      const sourceContext = (await signedQuery(uploadId, bindings())).get('sourceContext') ?? ''
      const fileId = newFileId()
      const taskId = `task-${fileId}`
      const task = procedureTask(fileId, taskId)
      vod.publish({ fileId, sourceContext, taskId, task })
      kv.advance(61_000)
      await notify(newFileUpload(fileId, sourceContext, taskId), undefined, bindings())
      kv.advance(61_000)
      return { uploadId, fileId, writes: kv.operations.writes - before }
    }
    const view = async (uploadId: string) => {
      const before = kv.operations.reads
      const response = await request(`/api/videos/${uploadId}`, {}, bindings())
      const { fileId } = await response.json<{ fileId: string }>()
      return { fileId, reads: kv.operations.reads - before }
    }
    const first = await publish()
    const before = await view(first.uploadId)
    kv.advance(61_000)
    const second = await publish(first.uploadId)
    const after = await view(first.uploadId)
    expect([before.fileId, after.fileId]).toEqual([first.fileId, second.fileId])
    const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven']
    expect(readme).toContain(`and ${words[second.writes - first.writes]} writes more`)
    expect(readme).toContain(`replaced video reads ${words[after.reads - before.reads]} keys more`)
  })
})
