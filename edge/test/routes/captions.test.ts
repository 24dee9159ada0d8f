import { env } from 'cloudflare:workers'
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createContext } from '../../src/context.ts'
import { sweep } from '../../src/uploads/sweep.ts'
import { notify, openUpload, problemCode, request, signedInAs } from '../client.ts'
import { publishedVideo } from '../published-video.ts'
import { sentUpload } from '../sent-upload.ts'
import { newFileUpload, vodAccount } from '../vod-account.ts'

let vod: ReturnType<typeof vodAccount>

beforeEach(() => {
  vod = vodAccount()
})

afterEach(() => {
  vi.unstubAllGlobals()
})

const vttOf = (text: string) => `WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n${text}\n`
const english = { language: 'en', label: 'English', text: vttOf('The first boat') }
const chinese = { language: 'zh-CN', label: '中文', text: vttOf('第一班渡轮') }

const put = (uploadId: string, tracks: object[], configuration = {}) =>
  request(`/api/uploads/${uploadId}/captions`, { method: 'PUT', json: { tracks } }, configuration)
const save = async (uploadId: string, ...tracks: object[]) =>
  (await put(uploadId, tracks)).json<{ tracks: { language: string; version: string }[] }>()
const stored = async (uploadId: string) =>
  (await request(`/api/uploads/${uploadId}/captions`)).json<{ isCopied: boolean }>()
const captionsOf = async (fileId: string) =>
  (await (await request(`/api/videos/${fileId}`)).json<{ captions: { src: string }[] }>()).captions

/** Runs the sweep, which checks only some uploads, without those of other tests. */
async function runSweep(uploadId: string) {
  const { keys } = await env.UPLOADS.list({ prefix: 'pending/' })
  for (const { name } of keys) if (!name.endsWith(uploadId)) await env.UPLOADS.delete(name)
  const execution = createExecutionContext()
  await sweep(createContext(env, (work) => execution.waitUntil(work)))
  await waitOnExecutionContext(execution)
}

describe('captions of an upload', () => {
  it('are stored before a file is published, and read again', async () => {
    const uploadId = await openUpload()
    expect(await stored(uploadId)).toEqual({ at: 0, tracks: [], isCopied: true })
    const { tracks } = await save(uploadId, { ...english, isDefault: true }, chinese)
    expect(tracks).toEqual([
      { language: 'en', label: 'English', isDefault: true, version: expect.any(String) },
      { language: 'zh-CN', label: '中文', version: expect.any(String) },
    ])
    expect(await stored(uploadId)).toMatchObject({ tracks: [english, chinese] })
  })

  it('keep a text that is only named by its version, and lose languages that are absent', async () => {
    const uploadId = await openUpload()
    const { tracks } = await save(uploadId, english, chinese)
    const { language, label } = english
    await save(uploadId, { language, label, version: tracks[0]?.version })
    expect(await stored(uploadId)).toMatchObject({ tracks: [english] })
    expect((await request(`/captions/${uploadId}/zh-CN.vtt`)).status).toBe(404)
  })

  it.each([
    ['a language that is no tag', { ...english, language: 'English language' }],
    ['a language tag that is not canonical', { ...english, language: 'EN' }],
    ['no label', { ...english, label: ' ' }],
    ['no header', { ...english, text: '00:01.000 --> 00:02.000\nText\n' }],
    ['a style block', { ...english, text: 'WEBVTT\n\nSTYLE\n::cue { color: red }\n' }],
    ['markup', { ...english, text: vttOf('<script>alert(1)</script>') }],
    ['a control character', { ...english, text: vttOf('a\u0000b') }],
    ['too much text', { ...english, text: vttOf('a'.repeat(512 * 1024)) }],
    ['neither text nor version', { language: 'en', label: 'English' }],
  ])('are refused with %s', async (_, track) => {
    const uploadId = await openUpload()
    expect(await problemCode(await put(uploadId, [track]))).toBe('invalid-request')
  })

  it('are refused twice in a language, and with two defaults', async () => {
    const uploadId = await openUpload()
    expect((await put(uploadId, [english, english])).status).toBe(400)
    const marked = [english, chinese].map((track) => ({ ...track, isDefault: true }))
    expect((await put(uploadId, marked)).status).toBe(400)
  })

  it('are refused above the limit of the body, and of another creator', async () => {
    const uploadId = await openUpload()
    const large = { ...english, text: 'a'.repeat(3 * 1024 * 1024) }
    expect(await problemCode(await put(uploadId, [large]))).toBe('body-too-large')
    const other = await signedInAs('bob')
    expect(await problemCode(await put(uploadId, [english], other))).toBe('upload-not-found')
  })

  it('are deleted with the upload', async () => {
    const { uploadId } = await publishedVideo(vod)
    await save(uploadId, english)
    await request(`/api/uploads/${uploadId}`, { method: 'DELETE' })
    expect((await request(`/captions/${uploadId}/en.vtt`)).status).toBe(404)
    const list = await env.UPLOADS.list({ prefix: `captions/${uploadId}` })
    expect(list.keys).toEqual([])
  })
})

describe('captions on the pages', () => {
  it('have a path of the studio, and precede those of VOD in other languages', async () => {
    const url = 'https://1500000001.vod2.myqcloud.com/ja.vtt'
    const subtitle = (Language: string) => ({ Name: Language, Language, Format: 'vtt', Url: url })
    const { fileId, uploadId } = await publishedVideo(
      vod,
      {},
      { SubtitleInfo: { SubtitleSet: [subtitle('en'), subtitle('ja')] } },
    )
    const { tracks } = await save(uploadId, { ...english, isDefault: true })
    expect(await captionsOf(fileId)).toEqual([
      {
        src: `/captions/${uploadId}/en.vtt?v=${tracks[0]?.version}`,
        language: 'en',
        label: 'English',
        isDefault: true,
      },
      { src: url, language: 'ja', label: 'ja' },
    ])
  })

  it('are WebVTT with an ETag, and another address after a change', async () => {
    const { fileId, uploadId } = await publishedVideo(vod)
    await save(uploadId, english)
    const [before] = await captionsOf(fileId)
    const response = await request(before?.src ?? '')
    expect(await response.text()).toBe(english.text)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/vtt; charset=utf-8',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    })
    const headers = { 'if-none-match': response.headers.get('etag') ?? '' }
    expect((await request(before?.src ?? '', { headers })).status).toBe(304)
    await save(uploadId, { ...english, text: vttOf('Changed') })
    const [after] = await captionsOf(fileId)
    expect(after?.src).not.toBe(before?.src)
    expect(await (await request(after?.src ?? '', { headers })).text()).toContain('Changed')
  })

  it('of a private video are only for signed-in creators, and no other site reads them', async () => {
    const { uploadId } = await publishedVideo(vod, { visibility: 'private' })
    await save(uploadId, english)
    const path = `/captions/${uploadId}/en.vtt`
    expect(await problemCode(await request(path, {}, { AUTH_MODE: 'invite' }))).toBe(
      'video-private',
    )
    const response = await request(path, {}, await signedInAs('ada'))
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('private, no-cache')
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })

  it('are not found for another language or path', async () => {
    const { uploadId } = await publishedVideo(vod)
    await save(uploadId, english)
    for (const path of [`${uploadId}/fr.vtt`, `${uploadId}/en.srt`, 'x/en.vtt'])
      expect((await request(`/captions/${path}`)).status).toBe(404)
  })
})

describe('the copy at VOD', () => {
  it('has the saved captions, and only them', async () => {
    const { fileId, uploadId } = await publishedVideo(vod)
    await save(uploadId, english, chinese)
    const copies = vod.subtitles(fileId)
    expect(copies.map(({ Name, Language, Format }) => [Name, Language, Format])).toEqual([
      ['English', 'en', 'vtt'],
      ['中文', 'zh-CN', 'vtt'],
    ])
    const [, copy] = copies
    const bytes = Uint8Array.from(atob(copy?.Content ?? ''), (c) => c.codePointAt(0) ?? 0)
    expect(new TextDecoder().decode(bytes)).toBe(chinese.text)
    expect(await stored(uploadId)).toMatchObject({ isCopied: true })
    await save(uploadId, { ...chinese, text: vttOf('新') })
    expect(vod.subtitles(fileId)).toMatchObject([{ Language: 'zh-CN' }])
    await save(uploadId)
    expect(vod.subtitles(fileId)).toEqual([])
  })

  it('is in the adaptive streams, with the default', async () => {
    const set = [{ Definition: 10, Package: 'HLS', DrmType: '', Url: 'https://x.example/a.m3u8' }]
    const { fileId, uploadId } = await publishedVideo(
      vod,
      {},
      { AdaptiveDynamicStreamingInfo: { AdaptiveDynamicStreamingSet: set } },
    )
    await save(uploadId, english, { ...chinese, isDefault: true })
    const ids = vod.subtitles(fileId).map(({ Id }) => ({ Id }))
    expect(set).toMatchObject([{ SubtitleSet: ids, DefaultSubtitleId: ids[1]?.Id }])
    await save(uploadId, chinese)
    expect(set).toMatchObject([{ SubtitleSet: [{ Id: ids[1]?.Id }], DefaultSubtitleId: '' }])
    expect(await stored(uploadId)).toMatchObject({ isCopied: true })
  })

  it('is made when the file of the upload appears', async () => {
    const { uploadId, sourceContext, fileId } = await sentUpload()
    await save(uploadId, english)
    vod.publish({ fileId, sourceContext })
    await notify(newFileUpload(fileId, sourceContext))
    expect(vod.subtitles(fileId)).toMatchObject([{ Language: 'en' }])
  })

  it('is tried again by the sweep if VOD failed, and no captions are lost', async () => {
    const { fileId, uploadId } = await publishedVideo(vod)
    vod.goOffline()
    await save(uploadId, english)
    expect(await captionsOf(fileId)).toHaveLength(1)
    vod.goOnline()
    expect(vod.subtitles(fileId)).toEqual([])
    await runSweep(uploadId)
    expect(vod.subtitles(fileId)).toHaveLength(1)
    expect(await captionsOf(fileId)).toHaveLength(1)
    expect(await stored(uploadId)).toMatchObject({ isCopied: true })
  })
})
