import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { notify, problemCode, request } from '../client.ts'
import { sentUpload, status, video } from '../sent-upload.ts'
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

describe('an upload with notifications', () => {
  it('goes uploaded → processing → ready, each confirmed by VOD', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sentUpload()
    vod.publish({ fileId, sourceContext })
    await notify(newFileUpload(fileId, sourceContext))
    expect(await status(uploadId)).toMatchObject({ status: 'uploaded', fileId })
    expect(await video(fileId)).toEqual({
      status: 'processing',
      stage: 'processing',
      fileId,
      retryAfter: 1,
    })

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

  it('lists the adaptive stream before files, and no encrypted or other formats', async () => {
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
      { src: `${host}/v.f480.mp4`, type: 'video/mp4', height: 480 },
      { src: `${host}/clip.mp4`, type: 'video/mp4' },
    ])
  })

  it('returns the displayed size of the video, and WebVTT captions', async () => {
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

  it('has the same final status with events in another order and duplicated', async () => {
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

  it('is ready with the original file without a task flow', async () => {
    const { uploadId, sourceContext, fileId } = await sentUpload({ VOD_PROCEDURE: '' })
    vod.publish({ fileId, sourceContext })
    await notify(newFileUpload(fileId, sourceContext))
    expect(await status(uploadId)).toMatchObject({ status: 'ready' })
  })

  it('fails when a task flow finishes without a playable file', async () => {
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

  it('is rejected when moderation blocks it, without details for viewers', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sentUpload()
    const task = procedureTask(fileId, taskId, {
      review: { Status: 'SUCCESS', Suggestion: 'block' },
    })
    vod.publish({ fileId, sourceContext, taskId, task })
    await notify(newFileUpload(fileId, sourceContext, taskId))
    expect(await status(uploadId)).toMatchObject({ status: 'rejected', moderation: 'block' })
    expect(await video(fileId)).toEqual({ status: 'rejected', fileId })
  })

  it('is playable with the first rendition, but not before the reviews of the task flow end', async () => {
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

  it('reports failed renditions, and plays the others', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sentUpload()
    const task = procedureTask(fileId, taskId, { transcodes: ['SUCCESS', 'FAIL'] })
    vod.publish({ fileId, sourceContext, taskId, task })
    await notify(procedureStateChanged(task))
    expect(await status(uploadId)).toMatchObject({
      status: 'ready',
      problem: { code: 'rendition-failed' },
    })
  })

  it('is not playable while a person has to review it', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sentUpload()
    const task = procedureTask(fileId, taskId, {
      review: { Status: 'SUCCESS', Suggestion: 'review' },
    })
    vod.publish({ fileId, sourceContext, taskId, task })
    await notify(procedureStateChanged(task))
    expect(await status(uploadId)).toMatchObject({ status: 'processing', moderation: 'review' })
    expect(await video(fileId)).toMatchObject({ status: 'processing' })
  })

  it('is taken down at once when a later review blocks it', async () => {
    const { uploadId, sourceContext, fileId } = await sentUpload({ VOD_PROCEDURE: '' })
    vod.publish({ fileId, sourceContext })
    await notify(newFileUpload(fileId, sourceContext))
    expect(await video(fileId)).toMatchObject({ status: 'ready' })
    await notify(reviewComplete(fileId, 'block'))
    expect(await video(fileId)).toEqual({ status: 'rejected', fileId })
    expect(await status(uploadId)).toMatchObject({ status: 'rejected' })
  })

  it.each(['block', 'review'])(
    'is taken down permanently by a review’s %s, even if VOD is unreachable',
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

  it('is not released by a review’s pass while VOD is unreachable', async () => {
    const { uploadId, sourceContext, fileId } = await sentUpload({ VOD_PROCEDURE: '' })
    vod.publish({ fileId, sourceContext, suggestion: 'block' })
    await notify(newFileUpload(fileId, sourceContext))
    vod.goOffline()
    await notify(reviewComplete(fileId, 'pass'))
    expect(await status(uploadId)).toMatchObject({ status: 'rejected' })
  })

  it('is released by a review’s pass only if VOD confirms it', async () => {
    const { uploadId, sourceContext, fileId } = await sentUpload({ VOD_PROCEDURE: '' })
    vod.publish({ fileId, sourceContext, suggestion: 'review' })
    await notify(newFileUpload(fileId, sourceContext))
    await notify(reviewComplete(fileId, 'pass'))
    expect(await status(uploadId)).toMatchObject({ status: 'processing', moderation: 'review' })
    vod.publish({ fileId, sourceContext, suggestion: 'pass' })
    await notify(reviewComplete(fileId, 'pass'))
    expect(await status(uploadId)).toMatchObject({ status: 'ready', moderation: 'pass' })
  })

  it('accepts the event format of 2017 as well', async () => {
    const { uploadId, sourceContext, fileId } = await sentUpload({ VOD_PROCEDURE: '' })
    vod.publish({ fileId, sourceContext })
    const data = { status: 0, message: '', fileId, fileUrl: 'http://x/clip.mp4' }
    const response = await notify({ version: '4.0', eventType: 'NewFileUpload', data })
    expect(response.status).toBe(200)
    expect(await status(uploadId)).toMatchObject({ status: 'ready' })
  })

  it('is deleted when VOD no longer has the file', async () => {
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

/** Sprites as DescribeMediaInfos describes them. */
const sprites = (images: string[]) => ({
  ImageSpriteInfo: {
    ImageSpriteSet: [
      {
        Definition: 10,
        Width: 142,
        Height: 80,
        TotalCount: 5,
        ImageUrlSet: images.map((name) => `http://1500000001.vod2.myqcloud.com/v/${name}`),
        WebVttUrl: 'http://1500000001.vod2.myqcloud.com/v/times.vtt',
      },
    ],
  },
})

describe('previews', () => {
  const published = async (more: Record<string, unknown>, keys = {}) => {
    const { sourceContext, fileId } = await sentUpload({ VOD_PROCEDURE: '' })
    vod.publish({ fileId, sourceContext, more })
    const response = await request(`/api/videos/${fileId}`, {}, keys)
    return (await response.json<{ previews?: { images: string[]; times: string } }>()).previews
  }

  it('are the sprites of the task flow', async () => {
    const folder = 'https://1500000001.vod2.myqcloud.com/v/'
    expect(await published(sprites(['1.jpg', '2.jpg']))).toEqual({
      images: [`${folder}1.jpg`, `${folder}2.jpg`],
      width: 142,
      height: 80,
      count: 5,
      times: `${folder}times.vtt`,
    })
  })

  it('are absent without images', async () => {
    expect(await published(sprites([]))).toBeUndefined()
    expect(await published({ ImageSpriteInfo: { ImageSpriteSet: null } })).toBeUndefined()
  })

  it('are signed where media are', async () => {
    const previews = await published(sprites(['1.jpg']), { HOTLINK_KEY: '24FEQmTzro4V5u3D5epW' })
    for (const url of [previews?.images[0], previews?.times])
      expect(new URL(url ?? '').searchParams.get('sign')).toMatch(/^[0-9a-f]{32}$/)
  })
})

describe('protected playback', () => {
  it('signs media URLs and the player signature, both with an expiry', async () => {
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

  it('keeps the heights of the renditions', async () => {
    const { sourceContext, fileId } = await sentUpload()
    const taskId = `task-${fileId}`
    vod.publish({ fileId, sourceContext, taskId, task: procedureTask(fileId, taskId) })
    const response = await request(`/api/videos/${fileId}`, {}, { HOTLINK_KEY: 'TxtyhLlgo7J3' })
    const { sources } = await response.json<{ sources: { height?: number }[] }>()
    expect(sources[0]?.height).toBe(480)
  })

  it('signs the URL of the uploaded file for its creator', async () => {
    const { uploadId, sourceContext, fileId } = await sentUpload({ VOD_PROCEDURE: '' })
    vod.publish({ fileId, sourceContext })
    await notify(newFileUpload(fileId, sourceContext))
    const originalUrl = async (keys = {}) => {
      const response = await request(`/api/uploads/${uploadId}`, {}, keys)
      return new URL((await response.json<{ originalUrl: string }>()).originalUrl)
    }
    const plain = await originalUrl()
    const signed = await originalUrl({ HOTLINK_KEY: '24FEQmTzro4V5u3D5epW' })
    expect([plain.search, signed.pathname]).toEqual(['', plain.pathname])
    expect(signed.searchParams.get('sign')).toMatch(/^[0-9a-f]{32}$/)
  })
})

describe('deleting', () => {
  it('a published video deletes its file at VOD', async () => {
    const { uploadId, sourceContext, fileId } = await sentUpload({ VOD_PROCEDURE: '' })
    vod.publish({ fileId, sourceContext })
    await notify(newFileUpload(fileId, sourceContext))
    await request(`/api/uploads/${uploadId}`, { method: 'DELETE' })
    expect(vod.has(fileId)).toBe(false)
    expect(await video(fileId)).toEqual({ status: 'deleted', fileId })
  })

  it('a running upload deletes its file when VOD publishes it', async () => {
    const { uploadId, sourceContext, fileId } = await sentUpload({ VOD_PROCEDURE: '' })
    await request(`/api/uploads/${uploadId}`, { method: 'DELETE' })
    vod.publish({ fileId, sourceContext })
    await notify(newFileUpload(fileId, sourceContext))
    expect(vod.has(fileId)).toBe(false)
    expect(await status(uploadId)).toMatchObject({ status: 'deleted' })
  })

  it('an upload deletes a file that VOD published while it was unreachable', async () => {
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

  it('is rejected and changes nothing while VOD is unreachable', async () => {
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
    const report = (fileId: string) => notify(newFileUpload(fileId, sourceContext))
    return { uploadId, first, second, report }
  }

  it('are reduced to one, in any order and number of notifications', async () => {
    const { uploadId, first, second, report } = await sentTwice()
    for (const fileId of [second, first, second, first]) await report(fileId)
    expect([vod.has(first), vod.has(second)]).toEqual([false, true])
    expect(await status(uploadId)).toMatchObject({ status: 'ready', fileId: second })
    expect(await status(uploadId, `?fileId=${first}`)).toMatchObject({ fileId: second })
    expect(await video(second)).toMatchObject({ status: 'ready' })
    expect((await request(`/api/videos/${first}`)).status).toBe(404)
  })

  it('keep the canonical file when the deletion of the duplicate is reported late', async () => {
    const { uploadId, first, second, report } = await sentTwice()
    // While VOD is unreachable, the first file is only claimed, not confirmed.
    vod.goOffline()
    await report(first)
    vod.goOnline()
    await report(second)
    await report(first)
    const FileIdSet = [first]
    await notify({ EventType: 'FileDeleted', FileDeleteEvent: { FileIdSet } })
    await report(second)
    expect([vod.has(first), vod.has(second)]).toEqual([false, true])
    expect(await status(uploadId)).toMatchObject({ status: 'ready', fileId: second })
  })

  it('keep the second one when the first one is deleted', async () => {
    const { uploadId, first, second, report } = await sentTwice()
    await report(first)
    vod.remove(first)
    await report(second)
    expect(vod.has(second)).toBe(true)
    expect(await status(uploadId)).toMatchObject({ status: 'ready', fileId: second })
  })
})
