import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { notify, openUpload, problemCode, request, signedInAs } from '../client.ts'
import { sentUpload } from '../sent-upload.ts'
import { newFileUpload, procedureTask, vodAccount } from '../vod-account.ts'

let vod: ReturnType<typeof vodAccount>

beforeEach(() => {
  vod = vodAccount()
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const nobody = { AUTH_MODE: 'invite' }

const report = (uploadId: string, json: object, configuration = {}) =>
  request(`/api/uploads/${uploadId}/progress`, { method: 'PUT', json }, configuration)

const shown = async (uploadId: string) =>
  (await request(`/api/videos/${uploadId}`, {}, nobody)).json<{ progress?: object }>()

const uploading = { status: 'processing', stage: 'uploading', retryAfter: 5 }

describe('the progress of an upload', () => {
  it('is shown to viewers who wait, with the time left of now, for 90 seconds', async () => {
    const uploadId = await openUpload()
    expect(await shown(uploadId)).toEqual(uploading)
    vi.useFakeTimers({ toFake: ['Date'] })
    expect((await report(uploadId, { percent: 40, secondsLeft: 200 })).status).toBe(204)
    vi.setSystemTime(Date.now() + 20_000)
    expect(await shown(uploadId)).toEqual({
      ...uploading,
      progress: { percent: 40, secondsLeft: 180 },
    })
    vi.setSystemTime(Date.now() + 70_000)
    expect(await shown(uploadId)).toEqual(uploading)
  })

  it('needs no operation of KV', async () => {
    const uploadId = await openUpload()
    const UPLOADS = new Proxy(env.UPLOADS, {
      get: (_, operation) => {
        throw new Error(`KV: ${String(operation)}`)
      },
    })
    expect((await report(uploadId, { percent: 1 }, { UPLOADS })).status).toBe(204)
    expect(await shown(uploadId)).toMatchObject({ progress: { percent: 1 } })
  })

  it('is not taken from another creator', async () => {
    const uploadId = await openUpload()
    expect((await report(uploadId, { percent: 40 }, await signedInAs('bob'))).status).toBe(204)
    expect(await shown(uploadId)).toEqual(uploading)
    expect(await problemCode(await report(uploadId, { percent: 40 }, nobody))).toBe('not-signed-in')
  })

  it('is hidden with a private video', async () => {
    const uploadId = await openUpload()
    await request(`/api/uploads/${uploadId}`, { method: 'PATCH', json: { visibility: 'private' } })
    await report(uploadId, { percent: 40 })
    expect(await shown(uploadId)).toEqual({ status: 'private' })
  })

  it('ends when VOD has the file', async () => {
    const { uploadId, fileId, sourceContext, taskId } = await sentUpload()
    await report(uploadId, { percent: 99 })
    const task = procedureTask(fileId, taskId, { Status: 'PROCESSING' })
    vod.publish({ fileId, sourceContext, taskId, task })
    await notify(newFileUpload(fileId, sourceContext, taskId))
    const video = await shown(uploadId)
    expect(video).toMatchObject({ stage: 'processing' })
    expect(video).not.toHaveProperty('progress')
  })

  it.each([
    {},
    { percent: 100 },
    { percent: -1 },
    { percent: 1.5 },
    { percent: 1, secondsLeft: -1 },
    { percent: 1, name: 'secret.mp4' },
  ])('is refused as %o', async (json) => {
    expect(await problemCode(await report(await openUpload(), json))).toBe('invalid-request')
  })
})
