import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { notify, request, signedInAs } from '../client.ts'
import { publishedVideo } from '../published-video.ts'
import { sentUpload } from '../sent-upload.ts'
import { newFileUpload, procedureTask, vodAccount } from '../vod-account.ts'

let vod: ReturnType<typeof vodAccount>

beforeEach(() => {
  vod = vodAccount()
})

afterEach(() => {
  vi.unstubAllGlobals()
})

const ASSETS = {
  fetch: async () =>
    new Response('<!doctype html><html><head></head><main data-player></main></html>', {
      headers: { 'content-type': 'text/html' },
    }),
}
const nobody = { ASSETS, AUTH_MODE: 'invite' }

const shown = async (id: string, who: object = nobody) =>
  (await request(`/api/videos/${id}`, {}, { ...who })).json()

const open = async (json: object, who: object = {}) =>
  (
    await (
      await request(
        '/api/uploads',
        { json: { name: 'draft for Ada.mp4', size: 1000, type: 'video/mp4', ...json } },
        { ...who },
      )
    ).json<{ uploadId: string }>()
  ).uploadId

describe('the address of a video', () => {
  it('exists as soon as the upload is open, and never changes', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sentUpload()
    expect(await shown(uploadId)).toEqual({
      status: 'processing',
      stage: 'uploading',
      retryAfter: 5,
    })
    const page = await request(`/watch/${uploadId}`, {}, nobody)
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('uploading')])

    const running = procedureTask(fileId, taskId, { Status: 'PROCESSING' })
    vod.publish({ fileId, sourceContext, taskId, task: running })
    await notify(newFileUpload(fileId, sourceContext, taskId))
    expect(await shown(uploadId)).toMatchObject({ status: 'processing', stage: 'processing' })

    vod.publish({ fileId, sourceContext, taskId, task: procedureTask(fileId, taskId) })
    await notify(newFileUpload(fileId, sourceContext, taskId))
    expect(await shown(uploadId)).toMatchObject({ status: 'ready', id: uploadId, fileId })
    expect(await shown(fileId)).toMatchObject({ status: 'ready', id: uploadId, fileId })
  })

  it('gives no right: the routes of the upload are for its creator', async () => {
    const uploadId = await open({}, await signedInAs('ada'))
    const path = `/api/uploads/${uploadId}`
    const bob = await signedInAs('bob')
    const answers = await Promise.all([
      request(path, {}, bob),
      request(`${path}/signature`, { method: 'POST' }, bob),
      request(path, { method: 'PATCH', json: { title: 'Mine' } }, bob),
      request(path, { method: 'DELETE' }, bob),
      request(path, {}, nobody),
    ])
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 401])
  })

  it.each(['private', 'unlisted'])('has the visibility %s from the start', async (visibility) => {
    const uploadId = await open({ visibility })
    const isPrivate = visibility === 'private'
    expect(await shown(uploadId)).toMatchObject({ status: isPrivate ? 'private' : 'processing' })
    const html = await (await request(`/watch/${uploadId}`, {}, nobody)).text()
    expect(html).toContain('noindex')
    expect(html).not.toContain('draft for Ada')
    const upload = await (await request(`/api/uploads/${uploadId}`)).json()
    expect(upload).toMatchObject({ visibility })
  })

  it('can be changed to public after it was opened as private', async () => {
    const uploadId = await open({ visibility: 'private' })
    await request(`/api/uploads/${uploadId}`, { method: 'PATCH', json: { visibility: 'public' } })
    expect(await shown(uploadId)).toMatchObject({ status: 'processing' })
  })

  it.each(['watch', 'embed'])('replaces the file id in old links: /%s', async (page) => {
    const { fileId, uploadId } = await publishedVideo(vod)
    const answer = await request(`/${page}/${fileId}?t=5`, { redirect: 'manual' }, nobody)
    expect([answer.status, answer.headers.get('location')]).toEqual([
      301,
      `/${page}/${uploadId}?t=5`,
    ])
  })

  it('redirects frames of isolated pages too', async () => {
    const { fileId } = await publishedVideo(vod)
    const answer = await request(`/embed/${fileId}`, { redirect: 'manual' }, nobody)
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    expect(answer.headers.get('cross-origin-embedder-policy')).toBe('require-corp')
  })

  it('replaces the file id of a file that no event has reported yet', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sentUpload()
    vod.publish({ fileId, sourceContext, taskId, task: procedureTask(fileId, taskId) })
    const answer = await request(`/watch/${fileId}`, { redirect: 'manual' }, nobody)
    expect(answer.headers.get('location')).toBe(`/watch/${uploadId}`)
    expect(await shown(uploadId)).toMatchObject({ status: 'ready', fileId })
  })

  it.each(['1', 'AAAAAAAAAAAAAAAAAAAAAA', 'nonsense'])('is unknown: %s', async (id) => {
    expect((await request(`/watch/${id}`, {}, nobody)).status).toBe(404)
    expect((await request(`/api/videos/${id}`, {}, nobody)).status).toBe(404)
  })

  it('lets its creator edit the video from its page', async () => {
    const ada = await signedInAs('ada')
    const uploadId = await open({}, ada)
    const viewer = async (who: Record<string, string>) =>
      (await request(`/api/videos/${uploadId}/viewer`, {}, who)).json()
    expect(await viewer(ada)).toMatchObject({ uploadId })
    expect(await viewer(await signedInAs('bob'))).not.toHaveProperty('uploadId')
  })
})
