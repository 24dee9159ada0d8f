import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { app } from '../../src/app.ts'
import { bindings } from '../bindings.ts'
import { notify, openUpload, problemCode, request, signedQuery } from '../client.ts'
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

async function sentUpload(configuration = {}) {
  const uploadId = await openUpload('clip.mp4', configuration)
  const sourceContext = (await signedQuery(uploadId, configuration)).get('sourceContext') ?? ''
  const fileId = newFileId()
  return { uploadId, sourceContext, fileId, taskId: `1500000001-Procedure-${fileId}` }
}

const status = async (uploadId: string, query = '') =>
  (await request(`/api/uploads/${uploadId}${query}`)).json<{
    status: string
    fileId?: string
    video?: object
    problem?: object
    moderation?: string
  }>()

const video = async (fileId: string) =>
  (await request(`/api/videos/${fileId}`)).json<{ status: string; sources?: object[] }>()

describe('the line of an upload', () => {
  it('goes uploaded → processing → ready, each confirmed by VOD', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sentUpload()
    vod.publish({ fileId, sourceContext })
    await notify(newFileUpload(fileId, sourceContext))
    expect(await status(uploadId)).toMatchObject({ status: 'uploaded', fileId })
    expect(await video(fileId)).toEqual({ status: 'processing', fileId, retryAfter: 2 })

    const running = procedureTask(fileId, taskId, { Status: 'PROCESSING' })
    vod.publish({ fileId, sourceContext, taskId, task: running })
    await notify(procedureStateChanged(running))
    expect(await status(uploadId)).toMatchObject({ status: 'processing' })

    const done = procedureTask(fileId, taskId)
    vod.publish({ fileId, sourceContext, taskId, task: done })
    await notify(procedureStateChanged(done))
    const url = `https://1500000001.vod2.myqcloud.com/${fileId}/v.f480.mp4`
    expect(await status(uploadId)).toMatchObject({
      status: 'ready',
      video: { url, coverUrl: '', duration: 12.5 },
      retryAfter: 0,
    })
    expect(await video(fileId)).toMatchObject({
      status: 'ready',
      name: 'clip',
      sources: [
        { src: url, type: 'video/mp4' },
        { src: `https://1500000001.vod2.myqcloud.com/${fileId}/clip.mp4`, type: 'video/mp4' },
      ],
    })
  })

  it('offers the adaptive stream before files, and none that is encrypted or of another kind', async () => {
    const { sourceContext, fileId, taskId } = await sentUpload()
    const task = procedureTask(fileId, taskId)
    const adaptive = (name: string, over: object) => ({
      Type: 'AdaptiveDynamicStreaming',
      AdaptiveDynamicStreamingTask: {
        Status: 'SUCCESS',
        ErrCodeExt: '',
        Output: { Url: `http://1500000001.vod2.myqcloud.com/${fileId}/${name}`, ...over },
      },
    })
    task.MediaProcessResultSet.push(
      ...([
        adaptive('dash.mpd', { Package: 'MPEG-DASH', DrmType: '' }),
        adaptive('drm.m3u8', { Package: 'HLS', DrmType: 'SimpleAES' }),
        adaptive('adaptive.m3u8', { Package: 'HLS', DrmType: '' }),
      ] as unknown as typeof task.MediaProcessResultSet),
    )
    vod.publish({ fileId, sourceContext, taskId, task })
    await notify(procedureStateChanged(task))
    const host = `https://1500000001.vod2.myqcloud.com/${fileId}`
    expect((await video(fileId)).sources).toEqual([
      { src: `${host}/adaptive.m3u8`, type: 'application/vnd.apple.mpegurl' },
      { src: `${host}/v.f480.mp4`, type: 'video/mp4' },
      { src: `${host}/clip.mp4`, type: 'video/mp4' },
    ])
  })

  it('tells the picture’s size as it is shown, and the captions a browser reads', async () => {
    const { sourceContext, fileId, taskId } = await sentUpload()
    const subtitle = (Format: string) => ({
      Name: '中文',
      Language: 'zh-CN',
      Format,
      Url: `http://1500000001.vod2.myqcloud.com/${fileId}/zh.${Format}`,
    })
    vod.publish({
      fileId,
      sourceContext,
      taskId,
      task: procedureTask(fileId, taskId),
      more: {
        MetaData: { Duration: 12.5, Width: 1280, Height: 720, Rotate: 90 },
        SubtitleInfo: { SubtitleSet: [subtitle('vtt'), subtitle('srt')] },
      },
    })
    await notify(newFileUpload(fileId, sourceContext, taskId))
    expect(await video(fileId)).toMatchObject({
      width: 720,
      height: 1280,
      captions: [
        {
          src: `https://1500000001.vod2.myqcloud.com/${fileId}/zh.vtt`,
          language: 'zh-CN',
          label: '中文',
        },
      ],
    })
  })

  it('comes to the same end in the other order, and with every event twice', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sentUpload()
    const task = procedureTask(fileId, taskId)
    vod.publish({ fileId, sourceContext, taskId, task })
    for (const event of [
      procedureStateChanged(task),
      newFileUpload(fileId, sourceContext, taskId),
    ]) {
      await notify(event)
      await notify(event)
    }
    expect(await status(uploadId)).toMatchObject({ status: 'ready', fileId })
  })

  it('is ready with the file itself where no task flow is configured', async () => {
    const { uploadId, sourceContext, fileId } = await sentUpload({ VOD_PROCEDURE: '' })
    vod.publish({ fileId, sourceContext })
    await notify(newFileUpload(fileId, sourceContext))
    expect(await status(uploadId)).toMatchObject({ status: 'ready' })
  })

  it('fails when a task flow finishes without anything to play', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sentUpload()
    const task = procedureTask(fileId, taskId, { transcodes: ['FAIL'] })
    vod.publish({ fileId, sourceContext, taskId, task })
    await notify(newFileUpload(fileId, sourceContext, taskId))
    await notify(procedureStateChanged(task))
    expect(await status(uploadId)).toMatchObject({
      status: 'failed',
      problem: { code: 'processing-failed' },
    })
    expect(await video(fileId)).toEqual({ status: 'failed', fileId })
  })

  it('rejects what moderation blocks, and tells viewers nothing of it', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sentUpload()
    const task = procedureTask(fileId, taskId, {
      review: { Status: 'SUCCESS', Suggestion: 'block' },
    })
    vod.publish({ fileId, sourceContext, taskId, task })
    await notify(newFileUpload(fileId, sourceContext, taskId))
    expect(await status(uploadId)).toMatchObject({ status: 'rejected', moderation: 'block' })
    expect(await video(fileId)).toEqual({ status: 'rejected', fileId })
  })

  it('plays from the first rendition on, but not before the reviews of the flow have spoken', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sentUpload()
    const transcodes = ['SUCCESS', 'PROCESSING'] as const
    const running = { Status: 'PROCESSING', transcodes: [...transcodes] } as const
    const unreviewed = procedureTask(fileId, taskId, {
      ...running,
      transcodes: [...transcodes],
      review: { Status: 'PROCESSING' },
    })
    vod.publish({ fileId, sourceContext, taskId, task: unreviewed })
    await notify(procedureStateChanged(unreviewed))
    expect(await status(uploadId)).toMatchObject({ status: 'processing' })

    const reviewed = procedureTask(fileId, taskId, {
      ...running,
      transcodes: [...transcodes],
      review: { Status: 'SUCCESS', Suggestion: 'pass' },
    })
    vod.publish({ fileId, sourceContext, taskId, task: reviewed })
    await notify(procedureStateChanged(reviewed))
    expect(await status(uploadId)).toMatchObject({ status: 'ready', moderation: 'pass' })
  })

  it('says when only some renditions succeeded, and plays those', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sentUpload()
    const task = procedureTask(fileId, taskId, { transcodes: ['SUCCESS', 'FAIL'] })
    vod.publish({ fileId, sourceContext, taskId, task })
    await notify(procedureStateChanged(task))
    expect(await status(uploadId)).toMatchObject({
      status: 'ready',
      problem: { code: 'rendition-failed' },
    })
  })

  it('holds back what a person has yet to review', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sentUpload()
    const task = procedureTask(fileId, taskId, {
      review: { Status: 'SUCCESS', Suggestion: 'review' },
    })
    vod.publish({ fileId, sourceContext, taskId, task })
    await notify(procedureStateChanged(task))
    expect(await status(uploadId)).toMatchObject({ status: 'processing', moderation: 'review' })
    expect(await video(fileId)).toMatchObject({ status: 'processing' })
  })

  it('takes a video down at once when a later review blocks it', async () => {
    const { uploadId, sourceContext, fileId } = await sentUpload({ VOD_PROCEDURE: '' })
    vod.publish({ fileId, sourceContext })
    await notify(newFileUpload(fileId, sourceContext))
    expect(await video(fileId)).toMatchObject({ status: 'ready' })
    await notify(reviewComplete(fileId, 'block'))
    expect(await video(fileId)).toEqual({ status: 'rejected', fileId })
    expect(await status(uploadId)).toMatchObject({ status: 'rejected' })
  })

  it.each(['block', 'review'])(
    'takes a video down by a review’s %s also when VOD cannot be asked, and for good',
    async (suggestion) => {
      const { uploadId, sourceContext, fileId } = await sentUpload({ VOD_PROCEDURE: '' })
      vod.publish({ fileId, sourceContext })
      await notify(newFileUpload(fileId, sourceContext))
      vod.goOffline()
      await notify(reviewComplete(fileId, suggestion))
      vod.goOnline()
      const down = suggestion === 'block' ? 'rejected' : 'processing'
      expect(await video(fileId)).toMatchObject({ status: down })
      expect(await status(uploadId)).toMatchObject({ status: down, moderation: suggestion })
    },
  )

  it('lets nothing pass by a review’s word alone when VOD cannot be asked', async () => {
    const { uploadId, sourceContext, fileId } = await sentUpload({ VOD_PROCEDURE: '' })
    vod.publish({ fileId, sourceContext, suggestion: 'block' })
    await notify(newFileUpload(fileId, sourceContext))
    vod.goOffline()
    await notify(reviewComplete(fileId, 'pass'))
    expect(await status(uploadId)).toMatchObject({ status: 'rejected' })
  })

  it('lets a review pass only if VOD says so itself', async () => {
    const { uploadId, sourceContext, fileId } = await sentUpload({ VOD_PROCEDURE: '' })
    vod.publish({ fileId, sourceContext, suggestion: 'review' })
    await notify(newFileUpload(fileId, sourceContext))
    await notify(reviewComplete(fileId, 'pass'))
    expect(await status(uploadId)).toMatchObject({ status: 'processing', moderation: 'review' })
    vod.publish({ fileId, sourceContext, suggestion: 'pass' })
    await notify(reviewComplete(fileId, 'pass'))
    expect(await status(uploadId)).toMatchObject({ status: 'ready', moderation: 'pass' })
  })

  it('takes the form of 2017 as well', async () => {
    const { uploadId, sourceContext, fileId } = await sentUpload({ VOD_PROCEDURE: '' })
    vod.publish({ fileId, sourceContext })
    const data = { status: 0, message: '', fileId, fileUrl: 'http://x/clip.mp4' }
    const response = await notify({ version: '4.0', eventType: 'NewFileUpload', data })
    expect(response.status).toBe(200)
    expect(await status(uploadId)).toMatchObject({ status: 'ready' })
  })

  it('ends deleted once VOD no longer has the file', async () => {
    const { uploadId, sourceContext, fileId } = await sentUpload({ VOD_PROCEDURE: '' })
    vod.publish({ fileId, sourceContext })
    await notify(newFileUpload(fileId, sourceContext))
    const deletion = { EventType: 'FileDeleted', FileDeleteEvent: { FileIdSet: [fileId] } }
    await notify(deletion)
    expect(await status(uploadId)).toMatchObject({ status: 'ready' })
    vod.remove(fileId)
    await notify(deletion)
    expect(await status(uploadId)).toMatchObject({ status: 'deleted' })
  })
})

describe('protected playback', () => {
  it('signs media URLs and gives a player signature, both with an end', async () => {
    const keys = {
      HOTLINK_KEY: '24FEQmTzro4V5u3D5epW',
      PLAYER_KEY: 'TxtyhLlgo7J3iOADIron',
      VOD_APP_ID: '1500000001',
    }
    const { sourceContext, fileId } = await sentUpload({ VOD_PROCEDURE: '' })
    vod.publish({ fileId, sourceContext })
    const response = await request(`/api/videos/${fileId}`, {}, keys)
    const { sources, psign, expiresAt } = await response.json<{
      sources: { src: string }[]
      psign: string
      expiresAt: number
    }>()
    const query = new URL(sources[0]?.src ?? '').searchParams
    expect(Number.parseInt(query.get('t') ?? '', 16)).toBe(expiresAt)
    expect(query.get('sign')).toMatch(/^[0-9a-f]{32}$/)
    const claims = JSON.parse(atob(psign.split('.')[1] ?? ''))
    expect(claims).toMatchObject({ appId: 1500000001, fileId, expireTimeStamp: expiresAt })
  })
})

describe('deleting', () => {
  it('a published video deletes it at VOD', async () => {
    const { uploadId, sourceContext, fileId } = await sentUpload({ VOD_PROCEDURE: '' })
    vod.publish({ fileId, sourceContext })
    await notify(newFileUpload(fileId, sourceContext))
    await request(`/api/uploads/${uploadId}`, { method: 'DELETE' })
    expect(vod.has(fileId)).toBe(false)
    expect(await video(fileId)).toEqual({ status: 'deleted', fileId })
  })

  it('what is still on its way deletes it when VOD publishes it', async () => {
    const { uploadId, sourceContext, fileId } = await sentUpload({ VOD_PROCEDURE: '' })
    await request(`/api/uploads/${uploadId}`, { method: 'DELETE' })
    vod.publish({ fileId, sourceContext })
    await notify(newFileUpload(fileId, sourceContext))
    expect(vod.has(fileId)).toBe(false)
    expect(await status(uploadId)).toMatchObject({ status: 'deleted' })
  })

  it('what VOD published when it could not be asked deletes that too', async () => {
    const { uploadId, sourceContext, fileId } = await sentUpload({ VOD_PROCEDURE: '' })
    vod.publish({ fileId, sourceContext })
    vod.goOffline()
    await notify(newFileUpload(fileId, sourceContext))
    const remove = () => request(`/api/uploads/${uploadId}`, { method: 'DELETE' })
    expect(await problemCode(await remove())).toBe('vod-unavailable')
    vod.goOnline()
    expect((await remove()).status).toBe(204)
    expect(vod.has(fileId)).toBe(false)
    expect(await status(uploadId)).toMatchObject({ status: 'deleted' })
  })

  it('changes nothing while VOD cannot be reached, and says so', async () => {
    const { uploadId, sourceContext, fileId } = await sentUpload({ VOD_PROCEDURE: '' })
    vod.publish({ fileId, sourceContext })
    await notify(newFileUpload(fileId, sourceContext))
    vod.goOffline()
    const response = await request(`/api/uploads/${uploadId}`, { method: 'DELETE' })
    expect([response.status, await problemCode(response)]).toEqual([503, 'vod-unavailable'])
    expect(await status(uploadId)).toMatchObject({ status: 'ready' })
  })
})

describe('two files of one upload', () => {
  const sentTwice = async () => {
    const { uploadId, sourceContext, fileId: first } = await sentUpload({ VOD_PROCEDURE: '' })
    const second = newFileId()
    for (const fileId of [first, second]) vod.publish({ fileId, sourceContext })
    const tell = (fileId: string) => notify(newFileUpload(fileId, sourceContext))
    return { uploadId, first, second, tell }
  }

  it('come to one, whichever is told of first and however often', async () => {
    const { uploadId, first, second, tell } = await sentTwice()
    for (const fileId of [second, first, second, first]) await tell(fileId)
    expect([vod.has(first), vod.has(second)]).toEqual([false, true])
    expect(await status(uploadId)).toMatchObject({ status: 'ready', fileId: second })
    expect(await status(uploadId, `?fileId=${first}`)).toMatchObject({ fileId: second })
    expect(await video(second)).toMatchObject({ status: 'ready' })
    expect((await request(`/api/videos/${first}`)).status).toBe(404)
  })

  it('outlive the deletion of the other, told late', async () => {
    const { uploadId, first, second, tell } = await sentTwice()
    // All that is known of the first is a claim, as long as VOD cannot be asked.
    vod.goOffline()
    await tell(first)
    vod.goOnline()
    await tell(second)
    await tell(first)
    const FileIdSet = [first]
    await notify({ EventType: 'FileDeleted', FileDeleteEvent: { FileIdSet } })
    await tell(second)
    expect([vod.has(first), vod.has(second)]).toEqual([false, true])
    expect(await status(uploadId)).toMatchObject({ status: 'ready', fileId: second })
  })

  it('leave the second where the first is gone', async () => {
    const { uploadId, first, second, tell } = await sentTwice()
    await tell(first)
    vod.remove(first)
    await tell(second)
    expect(vod.has(second)).toBe(true)
    expect(await status(uploadId)).toMatchObject({ status: 'ready', fileId: second })
  })
})

describe('lost notifications', () => {
  it('heal on a poll that tells the file the page was given by VOD', async () => {
    const { uploadId, sourceContext, fileId } = await sentUpload({ VOD_PROCEDURE: '' })
    vod.publish({ fileId, sourceContext })
    expect(await status(uploadId)).toMatchObject({ status: 'open' })
    expect(await status(uploadId, `?fileId=${fileId}`)).toMatchObject({ status: 'ready', fileId })
  })

  it('heal however long ago the upload was opened', async () => {
    const { uploadId, sourceContext, fileId } = await sentUpload({ VOD_PROCEDURE: '' })
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 30 * 24 * 3600 * 1000 })
    vod.publish({ fileId, sourceContext })
    const heard = [await status(uploadId), await status(uploadId, `?fileId=${fileId}`)]
    vi.useRealTimers()
    expect(heard).toMatchObject([{ status: 'expired' }, { status: 'ready', fileId }])
  })

  it('heal though the task flow was never heard of either', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sentUpload()
    vod.publish({ fileId, sourceContext, taskId, task: procedureTask(fileId, taskId) })
    expect(await status(uploadId, `?fileId=${fileId}`)).toMatchObject({ status: 'ready', fileId })
  })

  it('heal for a viewer who is quicker than they are', async () => {
    const { sourceContext, fileId } = await sentUpload({ VOD_PROCEDURE: '' })
    vod.publish({ fileId, sourceContext })
    expect(await video(fileId)).toMatchObject({ status: 'ready' })
  })

  it('are asked for once in a while, not on every poll', async () => {
    const { uploadId } = await sentUpload()
    const fileId = newFileId()
    for (let poll = 0; poll < 5; poll++) await status(uploadId, `?fileId=${fileId}`)
    expect(vod.calls).toEqual(['DescribeMediaInfos'])
  })

  it('do not matter when VOD cannot be asked either: what is known stands, and heals', async () => {
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
  it('are refused without the secret', async () => {
    const response = await notify({ EventType: 'NewFileUpload' }, 'not-the-callback-secret')
    expect([response.status, await problemCode(response)]).toEqual([403, 'callback-refused'])
  })

  it('change nothing when VOD does not confirm them', async () => {
    const { uploadId, sourceContext } = await sentUpload()
    await notify(newFileUpload(newFileId(), sourceContext))
    expect(await status(uploadId)).toMatchObject({ status: 'open' })
  })

  it('cannot make another upload’s file one’s own', async () => {
    const victim = await sentUpload({ VOD_PROCEDURE: '' })
    vod.publish(victim)
    const thief = await sentUpload({ VOD_PROCEDURE: '' })
    await notify(newFileUpload(victim.fileId, thief.sourceContext))
    expect(await status(thief.uploadId)).toMatchObject({ status: 'open' })
    const told = await status(thief.uploadId, `?fileId=${victim.fileId}`)
    expect(told).toMatchObject({ status: 'open' })
  })

  it('that name a task nobody knows do not hide the real one', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sentUpload()
    vod.publish({ fileId, sourceContext, taskId, task: procedureTask(fileId, taskId) })
    await notify(newFileUpload(fileId, sourceContext, 'no-such-task'))
    expect(await status(uploadId)).toMatchObject({ status: 'ready' })
  })

  it('cannot pass for a finished task flow', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sentUpload()
    const running = procedureTask(fileId, taskId, { Status: 'PROCESSING' })
    vod.publish({ fileId, sourceContext, taskId, task: running })
    await notify(procedureStateChanged(procedureTask(fileId, taskId)))
    expect(await status(uploadId)).toMatchObject({ status: 'processing' })
  })

  it('are refused without VOD’s Sign where a key is configured', async () => {
    const configuration = { CALLBACK_SIGN_KEY: 'Xz4ZgayTr7rMgWQrH' }
    const event = newFileUpload(newFileId(), 'x')
    const response = await notify(event, bindings.CALLBACK_SECRET, configuration)
    expect(await problemCode(response)).toBe('callback-refused')
  })
})

describe('a notification', () => {
  it('is answered before VOD has been asked about it', async () => {
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

  it.each(['', 'not json', '[]'])('that are no events at all (%j) get 400', async (body) => {
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
  it('keeps one slot for each kind of event, and which upload a file came from', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sentUpload()
    const task = procedureTask(fileId, taskId)
    vod.publish({ fileId, sourceContext, taskId, task })
    await notify(newFileUpload(fileId, sourceContext, taskId))
    const { keys } = await env.UPLOADS.list({ prefix: `upload/${uploadId}` })
    expect(keys.map(({ name }) => name)).toEqual([
      `upload/${uploadId}`,
      `upload/${uploadId}/procedure`,
      `upload/${uploadId}/uploaded`,
    ])
    expect(await env.UPLOADS.get(`file/${fileId}`)).toBe(uploadId)
  })

  it('records that do not fit are as good as absent, and never an error', async () => {
    const uploadId = await openUpload()
    await env.UPLOADS.put(`upload/${uploadId}/uploaded`, '{"fileId":"not digits"}')
    expect(await status(uploadId)).toMatchObject({ status: 'open' })
  })
})
