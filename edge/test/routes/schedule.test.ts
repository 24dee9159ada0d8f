import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { notify, openUpload, problemCode, request, signedInAs, signedQuery } from '../client.ts'
import { publishedVideo } from '../published-video.ts'
import { newFileId, newFileUpload, procedureTask, vodAccount } from '../vod-account.ts'

let vod: ReturnType<typeof vodAccount>

beforeEach(() => {
  vod = vodAccount()
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const hour = 3_600_000
/** The static build. */
const ASSETS = {
  fetch: async () =>
    new Response('<!doctype html><head></head><main data-player></main>', {
      headers: { 'content-type': 'text/html' },
    }),
}

const nobody = { AUTH_MODE: 'invite', ASSETS }

/** Moves the clock to a time, Unix milliseconds. */
const moveClock = (time: number) => vi.useFakeTimers({ now: time, toFake: ['Date'] })

const edit = (uploadId: string, json: object) =>
  request(`/api/uploads/${uploadId}`, { method: 'PATCH', json })

const shown = async (id: string, configuration = {}) =>
  (await request(`/api/videos/${id}`, {}, configuration)).json<{ visibility?: string }>()

/** A private video that is published after one hour, and unlisted after two. */
async function scheduledVideo() {
  const now = Date.now()
  const times = { publishAt: now + hour, unlistAt: now + 2 * hour }
  const { uploadId } = await publishedVideo(vod, { visibility: 'private', ...times })
  return { uploadId, ...times }
}

describe('a schedule', () => {
  it('changes the visibility of a video when its times have come', async () => {
    const { uploadId, publishAt, unlistAt } = await scheduledVideo()
    moveClock(publishAt - 1)
    expect(await shown(uploadId, nobody)).toEqual({ status: 'private' })
    moveClock(publishAt)
    expect(await shown(uploadId, nobody)).toMatchObject({ visibility: 'public' })
    moveClock(unlistAt)
    expect(await shown(uploadId, nobody)).toMatchObject({ visibility: 'unlisted' })
  })

  it('applies to pages, embeds, oEmbed and captions', async () => {
    const { uploadId, publishAt, unlistAt } = await scheduledVideo()
    const tracks = [
      { language: 'en', label: 'English', text: 'WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nBoat\n' },
    ]
    await request(`/api/uploads/${uploadId}/captions`, { method: 'PUT', json: { tracks } })
    const watch = `http://localhost:5173/watch/${uploadId}`
    const oembed = `/api/oembed?url=${encodeURIComponent(watch)}`
    const statusOf = async (path: string) => (await request(path, {}, nobody)).status
    const robotsOf = async (path: string) =>
      (await request(path, {}, nobody)).headers.get('x-robots-tag')
    const pageOf = async (path: string) => (await request(path, {}, nobody)).text()

    moveClock(publishAt - 1)
    expect(await statusOf(`/captions/${uploadId}/en.vtt`)).toBe(401)
    expect(await statusOf(oembed)).toBe(401)
    expect(await pageOf(`/watch/${uploadId}`)).not.toContain('og:title')
    moveClock(publishAt)
    expect(await statusOf(`/captions/${uploadId}/en.vtt`)).toBe(200)
    expect(await statusOf(oembed)).toBe(200)
    expect(await robotsOf(`/watch/${uploadId}`)).toBeNull()
    expect(await pageOf(`/embed/${uploadId}`)).toContain('og:title')
    moveClock(unlistAt)
    expect(await robotsOf(`/watch/${uploadId}`)).toBe('noindex')
    expect(await robotsOf(`/embed/${uploadId}`)).toBe('noindex')
    expect(await statusOf(oembed)).toBe(200)
  })

  it('is answered to the creator as long as its times are ahead', async () => {
    const { uploadId, publishAt, unlistAt } = await scheduledVideo()
    const own = async () =>
      (await request(`/api/uploads/${uploadId}`)).json<Record<string, unknown>>()
    expect(await own()).toMatchObject({ visibility: 'private', publishAt, unlistAt })
    moveClock(publishAt)
    const published = await own()
    expect(published).toMatchObject({ visibility: 'public', unlistAt })
    expect(published).not.toHaveProperty('publishAt')
    const list = await (await request('/api/uploads')).json<{ uploads: { uploadId: string }[] }>()
    expect(list.uploads.find((upload) => upload.uploadId === uploadId)).toMatchObject({
      visibility: 'public',
    })
  })

  it('ends with a change of the visibility that names no times', async () => {
    const { uploadId, publishAt } = await scheduledVideo()
    expect(await (await edit(uploadId, { title: 'Later' })).json()).toMatchObject({ publishAt })
    await edit(uploadId, { visibility: 'private' })
    moveClock(publishAt)
    expect(await shown(uploadId, nobody)).toEqual({ status: 'private' })
  })

  it('never shows a video before its time, even if it was saved as public', async () => {
    const publishAt = Date.now() + hour
    const { uploadId } = await publishedVideo(vod, { visibility: 'public', publishAt })
    expect(await shown(uploadId, nobody)).toEqual({ status: 'private' })
  })

  it.each([
    ['unlisted before it is published', { visibility: 'private', publishAt: 2, unlistAt: 1 }],
    ['unlisted when it is published', { visibility: 'private', publishAt: 1, unlistAt: 1 }],
    ['unlisted without being public', { visibility: 'unlisted', unlistAt: 1 }],
  ])('is refused if the video would be %s', async (_, json) => {
    expect(await problemCode(await edit(await openUpload(), json))).toBe('invalid-schedule')
  })

  it.each([
    ['no visibility', { publishAt: 1 }],
    ['a time before 1970', { visibility: 'private', publishAt: -1 }],
    ['a part of a millisecond', { visibility: 'private', publishAt: 1.5 }],
    ['a time that no date has', { visibility: 'private', publishAt: 8.65e15 }],
    ['a text', { visibility: 'private', publishAt: '2026-12-03T09:00' }],
  ])('is refused with %s', async (_, json) => {
    expect(await problemCode(await edit(await openUpload(), json))).toBe('invalid-request')
  })
})

describe('a poll', () => {
  it('is not answered with 304 when the visibility has changed by the schedule', async () => {
    const creator = await signedInAs('ada')
    const uploadId = await openUpload('clip.mp4', creator)
    const sourceContext = (await signedQuery(uploadId, creator)).get('sourceContext') ?? ''
    const fileId = newFileId()
    const task = procedureTask(fileId, `task-${fileId}`, { Status: 'PROCESSING' })
    vod.publish({ fileId, sourceContext, taskId: `task-${fileId}`, task })
    await notify(newFileUpload(fileId, sourceContext, `task-${fileId}`))
    const publishAt = Date.now() + hour / 2
    const json = { visibility: 'private', publishAt }
    await request(`/api/uploads/${uploadId}`, { method: 'PATCH', json }, creator)
    const poll = (tag: string) =>
      request(`/api/uploads/${uploadId}`, { headers: { 'if-none-match': tag } }, creator)
    moveClock(Date.now() + 60_000)
    const tag = (await poll('"none"')).headers.get('etag') ?? ''
    moveClock(publishAt - 1)
    expect((await poll(tag)).status).toBe(304)
    moveClock(publishAt)
    const answer = await poll(tag)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ status: 'processing', visibility: 'public' })
  })
})
