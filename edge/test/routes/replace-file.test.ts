import { env } from 'cloudflare:workers'
import type { Upload, UploadPage, Video } from '@reelferry/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import worker from '../../src/worker.ts'
import { notify, problemCode, request, signedInAs } from '../client.ts'
import { publishedVideo } from '../published-video.ts'
import { previousFile, replacedVideo, replacementOf, secondCut } from '../replacement.ts'
import { deleteUploads } from '../reviews/studio.ts'
import { reviewComplete, vodAccount } from '../vod-account.ts'

let vod: ReturnType<typeof vodAccount>
let now: number

beforeEach(async () => {
  vod = vodAccount()
  now = Date.now()
  await deleteUploads()
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const minutes = 60_000
const days = 24 * 60 * minutes

function wait(ms: number) {
  now += ms
  vi.useFakeTimers({ toFake: ['Date'], now })
}

async function runCron() {
  const controller = { cron: '*/5 * * * *', scheduledTime: Date.now(), noRetry() {} }
  await worker.scheduled(controller, env)
}

const shown = async (id: string, query = '') =>
  (await request(`/api/videos/${id}${query}`)).json<Video & { fileId: string }>()
const upload = async (id: string) => (await request(`/api/uploads/${id}`)).json<Upload>()
describe('a replacement of the file of a video', () => {
  it('plays when it is ready, at the same address, and not before', async () => {
    const { uploadId, fileId } = await publishedVideo(vod, { title: 'Harbor' })
    const replacement = await replacementOf(vod, uploadId)
    expect(await shown(uploadId)).toMatchObject({ status: 'ready', fileId })
    await replacement.send()
    expect(await shown(uploadId)).toMatchObject({ status: 'ready', fileId })
    await replacement.finish()
    expect(await shown(uploadId)).toMatchObject({
      status: 'ready',
      id: uploadId,
      fileId: replacement.fileId,
      name: 'Harbor',
    })
    expect(await upload(uploadId)).toMatchObject({ status: 'ready', fileId: replacement.fileId })
  })

  it('is not a second video: lists and links lead to the one video', async () => {
    const { uploadId, fileId, replacement } = await replacedVideo(vod)
    const { uploads } = await (await request('/api/uploads')).json<UploadPage>()
    expect(uploads.map((each) => each.uploadId)).toEqual([uploadId])
    for (const id of [replacement.uploadId, replacement.fileId, fileId])
      expect(await shown(id)).toMatchObject({ id: uploadId, fileId: replacement.fileId })
    expect(await upload(replacement.uploadId)).toMatchObject({ replaces: uploadId })
    const ASSETS = { fetch: async () => new Response('<main data-player></main>') }
    for (const id of [fileId, replacement.fileId]) {
      const page = await request(`/watch/${id}`, { redirect: 'manual' }, { ASSETS })
      expect([page.status, page.headers.get('location')]).toEqual([301, `/watch/${uploadId}`])
    }
  })

  it('changes neither title nor visibility, which can still be changed', async () => {
    const { uploadId, replacement } = await replacedVideo(vod)
    expect(await shown(uploadId)).toMatchObject({ name: 'Harbor', visibility: 'unlisted' })
    const json = { title: 'Port', visibility: 'private' }
    const edited = await request(`/api/uploads/${uploadId}`, { method: 'PATCH', json })
    expect(await edited.json()).toMatchObject({ fileId: replacement.fileId, title: 'Port' })
    const nobody = { AUTH_MODE: 'invite' }
    const answer = await request(`/api/videos/${replacement.uploadId}`, {}, nobody)
    expect(await answer.json()).toEqual({ status: 'private' })
  })

  it('gets the captions of the video, also at VOD', async () => {
    const { uploadId, fileId } = await publishedVideo(vod)
    const track = { language: 'en', label: 'English' }
    const text = 'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHello\n'
    const json = { tracks: [{ ...track, text }] }
    await request(`/api/uploads/${uploadId}/captions`, { method: 'PUT', json })
    const copied = vod.subtitles(fileId)
    expect(copied).toHaveLength(1)
    const replacement = await replacementOf(vod, uploadId)
    await replacement.send()
    await replacement.finish()
    expect(await shown(uploadId)).toMatchObject({ captions: [{ language: 'en' }] })
    expect(vod.subtitles(replacement.fileId).map(({ Content }) => Content)).toEqual(
      copied.map(({ Content }) => Content),
    )
    await request(`/api/uploads/${uploadId}/captions`, { method: 'PUT', json: { tracks: [] } })
    expect(vod.subtitles(replacement.fileId)).toEqual([])
  })

  it('names its upload, which signs a new cover', async () => {
    const { uploadId, replacement } = await replacedVideo(vod)
    expect(await upload(uploadId)).toMatchObject({ playing: replacement.uploadId })
    expect(await upload(replacement.uploadId)).not.toHaveProperty('playing')
    vod.changeCover(replacement.fileId, 'http://1.vod2.myqcloud.com/cover.jpg')
    const answer = await request(`/api/uploads/${uploadId}/cover`, { method: 'POST' })
    expect(await answer.json()).toMatchObject({
      uploadId,
      playing: replacement.uploadId,
      video: { coverUrl: 'https://1.vod2.myqcloud.com/cover.jpg' },
    })
    const restored = await previousFile(uploadId, 'POST')
    expect(await restored.json()).not.toHaveProperty('playing')
  })

  it('gets the chapters in the description', async () => {
    const description = '0:00 Start\n0:05 Middle\n0:10 End'
    const { uploadId } = await publishedVideo(vod, { description })
    const replacement = await replacementOf(vod, uploadId)
    await replacement.send()
    await replacement.finish()
    expect(vod.chaptersOf(replacement.fileId)).toHaveLength(3)
  })

  it('leaves the old file in place if it is blocked, failed or canceled', async () => {
    const { uploadId, fileId } = await publishedVideo(vod)
    const blocked = await replacementOf(vod, uploadId, 'block')
    await blocked.send()
    await blocked.finish()
    expect(await upload(blocked.uploadId)).toMatchObject({ status: 'rejected' })
    const canceled = await replacementOf(vod, uploadId)
    await canceled.send()
    await request(`/api/uploads/${canceled.uploadId}`, { method: 'DELETE' })
    await canceled.finish()
    expect(vod.has(canceled.fileId)).toBe(false)
    expect(await shown(uploadId)).toMatchObject({ status: 'ready', fileId })
  })

  it.each([true, false])(
    'leaves the old file in place while it is in review; approved: %s',
    async (isApproved) => {
      const { uploadId, fileId } = await publishedVideo(vod, { title: 'Harbor' })
      const replacement = await replacementOf(vod, uploadId, 'review')
      await replacement.send()
      await replacement.finish()
      expect(await shown(uploadId)).toMatchObject({ status: 'ready', fileId })
      const OPERATOR_SECRET = 'operator-secret-of-the-tests-with-32-characters'
      const operator = (path: string, json?: object) =>
        request(
          `/api/operator/${path}`,
          { headers: { authorization: `Bearer ${OPERATOR_SECRET}` }, ...(json && { json }) },
          { OPERATOR_SECRET },
        )
      const { items } = await (await operator('reviews')).json<{ items: object[] }>()
      expect(items).toMatchObject([{ uploadId: replacement.uploadId, title: 'Harbor' }])
      const decision = isApproved ? 'approve' : 'block'
      const uploadIds = [replacement.uploadId]
      await operator('decisions', { uploadIds, decision, reason: 'Because', by: 'Olga' })
      const expected = isApproved ? replacement.fileId : fileId
      expect(await shown(uploadId)).toMatchObject({ status: 'ready', fileId: expected })
    },
  )

  it('gives way to the old file if it is blocked later', async () => {
    const { uploadId, fileId, replacement } = await replacedVideo(vod)
    await notify(reviewComplete(replacement.fileId, 'block'))
    expect(await shown(uploadId)).toMatchObject({ status: 'ready', fileId })
    wait(31 * days)
    await runCron()
    expect(vod.has(fileId)).toBe(true)
    expect(await shown(uploadId)).toMatchObject({ status: 'ready', fileId })
  })

  it('is the newest one if there are several, in whatever order they are ready', async () => {
    const { uploadId } = await publishedVideo(vod)
    const older = await replacementOf(vod, uploadId)
    wait(minutes)
    const newer = await replacementOf(vod, uploadId)
    for (const each of [newer, older]) {
      await each.send()
      await each.finish()
    }
    expect(await shown(uploadId)).toMatchObject({ fileId: newer.fileId })
    expect([vod.has(newer.fileId), vod.has(older.fileId)]).toEqual([true, false])
  })

  it('cannot be opened for the video of another creator, a deleted or an unknown one', async () => {
    const { uploadId, replacement } = await replacedVideo(vod)
    const open = (replaces: string, who = {}) =>
      request('/api/uploads', { json: { ...secondCut, replaces } }, who)
    expect(await problemCode(await open(uploadId, await signedInAs('bob')))).toBe(
      'upload-not-found',
    )
    expect(await problemCode(await open('AAAAAAAAAAAAAAAAAAAAAA'))).toBe('upload-not-found')
    expect(await problemCode(await open(replacement.uploadId))).toBe('upload-not-found')
    await request(`/api/uploads/${uploadId}`, { method: 'DELETE' })
    expect(await problemCode(await open(uploadId))).toBe('upload-closed')
  })

  it('replaces a video whose processing failed', async () => {
    const { uploadId, fileId } = await publishedVideo(vod)
    await notify(reviewComplete(fileId, 'block'))
    expect(await shown(uploadId)).toMatchObject({ status: 'rejected' })
    const replacement = await replacementOf(vod, uploadId)
    await replacement.send()
    await replacement.finish()
    expect(await shown(uploadId)).toMatchObject({ status: 'ready', fileId: replacement.fileId })
  })
})

describe('the previous file', () => {
  it('plays on in players that run', async () => {
    const { uploadId, fileId, replacement } = await replacedVideo(vod)
    expect(await shown(uploadId, `?fileId=${fileId}`)).toMatchObject({ status: 'ready', fileId })
    await notify(reviewComplete(fileId, 'block'))
    expect(await shown(uploadId, `?fileId=${fileId}`)).toMatchObject({ fileId: replacement.fileId })
  })

  it('can be restored for 30 days, and the new one again', async () => {
    const { uploadId, fileId, replacement } = await replacedVideo(vod)
    const { previousFileUntil = 0 } = await upload(uploadId)
    expect(Math.round((previousFileUntil - Date.now()) / days)).toBe(30)
    const restored = await previousFile(uploadId, 'POST')
    expect(await restored.json()).toMatchObject({ status: 'ready', fileId })
    expect(await shown(uploadId)).toMatchObject({ status: 'ready', fileId })
    await replacement.finish()
    expect(await shown(uploadId)).toMatchObject({ fileId })
    await previousFile(uploadId, 'POST')
    expect(await shown(uploadId)).toMatchObject({ fileId: replacement.fileId })
  })

  it('is deleted at VOD after 30 days', async () => {
    const { uploadId, fileId, replacement } = await replacedVideo(vod)
    wait(29 * days)
    await runCron()
    expect(vod.has(fileId)).toBe(true)
    wait(2 * days)
    expect(await upload(uploadId)).not.toHaveProperty('previousFileUntil')
    expect(await problemCode(await previousFile(uploadId, 'POST'))).toBe('no-previous-file')
    await runCron()
    wait(10 * minutes)
    await runCron()
    expect(vod.has(fileId)).toBe(false)
    expect((await env.UPLOADS.list({ prefix: 'pending/' })).keys).toEqual([])
    await notify({ EventType: 'FileDeleted', FileDeleteEvent: { FileIdSet: [fileId] } })
    expect(await shown(uploadId)).toMatchObject({ status: 'ready', fileId: replacement.fileId })
  })

  it('can be deleted at once', async () => {
    const { uploadId, fileId, replacement } = await replacedVideo(vod)
    wait(2 * minutes)
    expect((await previousFile(uploadId, 'DELETE')).status).toBe(204)
    expect(vod.has(fileId)).toBe(false)
    expect(await shown(uploadId)).toMatchObject({ status: 'ready', fileId: replacement.fileId })
    expect(await problemCode(await previousFile(uploadId, 'DELETE'))).toBe('no-previous-file')
  })

  it('is deleted by the cron trigger if VOD fails, or if the replacement is new', async () => {
    const { uploadId, fileId } = await replacedVideo(vod)
    expect((await previousFile(uploadId, 'DELETE')).status).toBe(204)
    expect(vod.has(fileId)).toBe(true)
    vod.goOffline()
    wait(10 * minutes)
    await runCron()
    vod.goOnline()
    await runCron()
    expect(vod.has(fileId)).toBe(false)
  })

  it('plays if VOD loses the new file, and the video exists without the old one', async () => {
    const lost = async (fileId: string) => {
      vod.remove(fileId)
      await notify({ EventType: 'FileDeleted', FileDeleteEvent: { FileIdSet: [fileId] } })
    }
    const { uploadId, fileId, replacement } = await replacedVideo(vod)
    await lost(replacement.fileId)
    expect(await shown(uploadId)).toMatchObject({ status: 'ready', fileId })
    expect(await upload(uploadId)).not.toHaveProperty('previousFileUntil')
    const other = await replacedVideo(vod)
    await lost(other.fileId)
    expect(await shown(other.uploadId)).toMatchObject({ fileId: other.replacement.fileId })
    await lost(other.replacement.fileId)
    expect(await shown(other.uploadId)).toMatchObject({ status: 'deleted' })
  })

  it('is deleted with the video, as is a replacement in progress', async () => {
    const { uploadId, fileId, replacement } = await replacedVideo(vod)
    const late = await replacementOf(vod, uploadId)
    await late.send()
    expect((await request(`/api/uploads/${uploadId}`, { method: 'DELETE' })).status).toBe(204)
    expect([vod.has(fileId), vod.has(replacement.fileId)]).toEqual([false, false])
    expect(await shown(uploadId)).toMatchObject({ status: 'deleted' })
    await late.finish()
    expect(vod.has(late.fileId)).toBe(false)
    expect(await shown(uploadId)).toMatchObject({ status: 'deleted' })
  })
})
