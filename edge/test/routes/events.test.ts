import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { app } from '../../src/app.ts'
import { bindings } from '../bindings.ts'
import { notify, openUpload, problemCode, request } from '../client.ts'
import { sentUpload, status, video } from '../sent-upload.ts'
import {
  newFileId,
  newFileUpload,
  procedureStateChanged,
  procedureTask,
  vodAccount,
} from '../vod-account.ts'

let vod: ReturnType<typeof vodAccount>

beforeEach(() => {
  vod = vodAccount()
})

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('lost notifications', () => {
  it('are replaced by a poll with the file id from VOD', async () => {
    const { uploadId, sourceContext, fileId } = await sentUpload({ VOD_PROCEDURE: '' })
    vod.publish({ fileId, sourceContext })
    expect(await status(uploadId)).toMatchObject({ status: 'open' })
    expect(await status(uploadId, `?fileId=${fileId}`)).toMatchObject({ status: 'ready', fileId })
  })

  it('are replaced regardless of the age of the upload', async () => {
    const { uploadId, sourceContext, fileId } = await sentUpload({ VOD_PROCEDURE: '' })
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 30 * 24 * 3600 * 1000 })
    vod.publish({ fileId, sourceContext })
    const statuses = [await status(uploadId), await status(uploadId, `?fileId=${fileId}`)]
    vi.useRealTimers()
    expect(statuses).toMatchObject([{ status: 'expired' }, { status: 'ready', fileId }])
  })

  it('are replaced even if the task flow is unknown as well', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sentUpload()
    vod.publish({ fileId, sourceContext, taskId, task: procedureTask(fileId, taskId) })
    expect(await status(uploadId, `?fileId=${fileId}`)).toMatchObject({ status: 'ready', fileId })
  })

  it('are replaced by the request of a viewer', async () => {
    const { sourceContext, fileId } = await sentUpload({ VOD_PROCEDURE: '' })
    vod.publish({ fileId, sourceContext })
    expect(await video(fileId)).toMatchObject({ status: 'ready' })
  })

  it('do not cause a call to VOD at every poll', async () => {
    const { uploadId } = await sentUpload()
    const fileId = newFileId()
    for (let poll = 0; poll < 5; poll++) await status(uploadId, `?fileId=${fileId}`)
    expect(vod.calls).toEqual(['DescribeMediaInfos'])
  })

  it('leave the known status while VOD is unreachable, until a later notification', async () => {
    const { uploadId, sourceContext, fileId } = await sentUpload({ VOD_PROCEDURE: '' })
    vod.publish({ fileId, sourceContext })
    vod.goOffline()
    await notify(newFileUpload(fileId, sourceContext))
    expect(await status(uploadId)).toMatchObject({ status: 'uploaded', fileId })
    vod.goOnline()
    await notify(newFileUpload(fileId, sourceContext))
    expect(await status(uploadId)).toMatchObject({ status: 'ready' })
  })
})

describe('forged notifications', () => {
  it('are rejected without the secret', async () => {
    const response = await notify({ EventType: 'NewFileUpload' }, 'not-the-callback-secret')
    expect([response.status, await problemCode(response)]).toEqual([403, 'callback-refused'])
  })

  it('change nothing if VOD does not confirm them', async () => {
    const { uploadId, sourceContext } = await sentUpload()
    await notify(newFileUpload(newFileId(), sourceContext))
    expect(await status(uploadId)).toMatchObject({ status: 'open' })
  })

  it('cannot claim the file of another upload', async () => {
    const victim = await sentUpload({ VOD_PROCEDURE: '' })
    vod.publish(victim)
    const thief = await sentUpload({ VOD_PROCEDURE: '' })
    await notify(newFileUpload(victim.fileId, thief.sourceContext))
    expect(await status(thief.uploadId)).toMatchObject({ status: 'open' })
    const polled = await status(thief.uploadId, `?fileId=${victim.fileId}`)
    expect(polled).toMatchObject({ status: 'open' })
  })

  it('with an unknown task do not hide the real one', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sentUpload()
    vod.publish({ fileId, sourceContext, taskId, task: procedureTask(fileId, taskId) })
    await notify(newFileUpload(fileId, sourceContext, 'no-such-task'))
    expect(await status(uploadId)).toMatchObject({ status: 'ready' })
  })

  it('cannot report a finished task flow', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sentUpload()
    const running = procedureTask(fileId, taskId, { Status: 'PROCESSING' })
    vod.publish({ fileId, sourceContext, taskId, task: running })
    await notify(procedureStateChanged(procedureTask(fileId, taskId)))
    expect(await status(uploadId)).toMatchObject({ status: 'processing' })
  })

  it('are rejected without VOD’s Sign if a key is configured', async () => {
    const configuration = { CALLBACK_SIGN_KEY: 'Xz4ZgayTr7rMgWQrH' }
    const event = newFileUpload(newFileId(), 'x')
    const response = await notify(event, bindings.CALLBACK_SECRET, configuration)
    expect(await problemCode(response)).toBe('callback-refused')
  })
})

describe('a notification', () => {
  it('is answered before the Worker calls VOD', async () => {
    const { sourceContext, fileId } = await sentUpload()
    const answer = Promise.withResolvers<Response>()
    vi.stubGlobal('fetch', () => answer.promise)
    const context = createExecutionContext()
    const response = await app.fetch(
      new Request(`http://localhost/api/vod/events/${bindings.CALLBACK_SECRET}`, {
        method: 'POST',
        body: JSON.stringify(newFileUpload(fileId, sourceContext)),
      }),
      env,
      context,
    )
    expect(response.status).toBe(200)
    answer.resolve(Response.json({}))
    await waitOnExecutionContext(context)
  })
})

describe('other notifications', () => {
  it.each(['WechatMiniProgramPublishComplete', 'SomethingNew'])(
    'of type %s get 200',
    async (type) => {
      const response = await notify({ EventType: type, Anything: 1 })
      expect(response.status).toBe(200)
      expect(vod.calls).toEqual([])
    },
  )

  it('of a known type and an unknown shape get 200 and change nothing', async () => {
    const response = await notify({ EventType: 'NewFileUpload', FileUploadEvent: { FileId: 7 } })
    expect(response.status).toBe(200)
    expect(vod.calls).toEqual([])
  })

  it.each(['', 'not json', '[]'])('without an event (%j) get 400', async (body) => {
    const path = `/api/vod/events/${bindings.CALLBACK_SECRET}`
    const response = await request(path, { method: 'POST', body })
    expect([response.status, await problemCode(response)]).toEqual([400, 'invalid-request'])
  })

  it('of more than a megabyte get 413', async () => {
    const response = await notify({ EventType: 'x', padding: 'x'.repeat(1024 * 1024) })
    expect(response.status).toBe(413)
  })
})

describe('KV', () => {
  it('has one slot for each kind of event, and the upload of a file', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sentUpload()
    const task = procedureTask(fileId, taskId)
    vod.publish({ fileId, sourceContext, taskId, task })
    await notify(newFileUpload(fileId, sourceContext, taskId))
    const { keys } = await env.UPLOADS.list({ prefix: `upload/${uploadId}` })
    expect(keys.map(({ name }) => name)).toEqual([
      `upload/${uploadId}`,
      `upload/${uploadId}/uploaded`,
    ])
    expect(await env.UPLOADS.get(`file/${fileId}`)).toBe(uploadId)
  })

  it('ignores invalid records', async () => {
    const uploadId = await openUpload()
    await env.UPLOADS.put(`upload/${uploadId}/uploaded`, '{"fileId":"not digits"}')
    expect(await status(uploadId)).toMatchObject({ status: 'open' })
  })
})
