import { describe, expect, test } from 'vitest'
import { withSubtitles } from '../src/media/subtitles.ts'
import { callServerApi, publish } from './api-client.ts'
import { temporaryRegion } from './temporary-region.ts'
import { tinyMp4 } from './tiny-mp4.ts'

const vtt = 'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n第一班渡轮\n'
const subtitle = (over: object = {}) => ({
  Id: 'rf-one',
  Name: '中文',
  Language: 'zh-CN',
  Format: 'vtt',
  Content: Buffer.from(vtt).toString('base64'),
  ...over,
})

async function publishedFile() {
  const region = await temporaryRegion()
  region.faults.sampleStream = true
  const { fileId } = await publish(region.origin, tinyMp4(), { procedure: 'LongVideoPreset' })
  const call = (action: string, parameters: object = {}) =>
    callServerApi(region.origin, action, { FileId: fileId, ...parameters })
  const describeFile = async () => {
    const answer = await callServerApi(region.origin, 'DescribeMediaInfos', { FileIds: [fileId] })
    const [info] = answer.MediaInfoSet as {
      SubtitleInfo?: { SubtitleSet: { Id: string; Url: string }[] }
      AdaptiveDynamicStreamingInfo?: {
        AdaptiveDynamicStreamingSet: {
          Url: string
          SubtitleSet?: { Id: string }[]
          DefaultSubtitleId?: string
        }[]
      }
    }[]
    return info
  }
  return { region, call, describeFile }
}

test('ModifyMediaInfo adds subtitles, serves them and deletes them', async () => {
  const { call, describeFile } = await publishedFile()
  const added = await call('ModifyMediaInfo', { AddSubtitles: [subtitle()] })
  expect(added).toMatchObject({
    AddedSubtitleSet: [
      { Id: 'rf-one', Name: '中文', Language: 'zh-CN', Format: 'vtt', Source: 'UserUploaded' },
    ],
  })
  const url = (await describeFile())?.SubtitleInfo?.SubtitleSet[0]?.Url ?? ''
  const response = await fetch(url)
  expect(response.headers.get('content-type')).toBe('text/vtt')
  expect(await response.text()).toBe(vtt)
  const change = { AddSubtitles: [subtitle({ Id: 'rf-two' })], DeleteSubtitleIds: ['rf-one'] }
  await call('ModifyMediaInfo', change)
  expect((await describeFile())?.SubtitleInfo?.SubtitleSet).toMatchObject([{ Id: 'rf-two' }])
  expect((await fetch(url)).status).toBe(404)
  await call('ModifyMediaInfo', { ClearSubtitles: 1 })
  expect((await describeFile())?.SubtitleInfo?.SubtitleSet).toEqual([])
})

describe('ModifyMediaInfo rejects', () => {
  test.each([
    ['a format other than vtt', { AddSubtitles: [subtitle({ Format: 'srt' })] }],
    ['content that is not base64', { AddSubtitles: [subtitle({ Content: vtt })] }],
    [
      'content that is not WebVTT',
      { AddSubtitles: [subtitle({ Content: Buffer.from('1\n').toString('base64') })] },
    ],
    ['a long id', { AddSubtitles: [subtitle({ Id: 'a'.repeat(17) })] }],
    ['a long name', { AddSubtitles: [subtitle({ Name: 'a'.repeat(65) })] }],
    ['no language', { AddSubtitles: [subtitle({ Language: undefined })] }],
    ['the same id twice', { AddSubtitles: [subtitle(), subtitle()] }],
    ['an unknown id', { DeleteSubtitleIds: ['none'] }],
    ['to clear and to add', { ClearSubtitles: 1, AddSubtitles: [subtitle()] }],
    [
      'more than 16 subtitles',
      { AddSubtitles: Array.from({ length: 17 }, (_, index) => subtitle({ Id: `s${index}` })) },
    ],
  ])('%s', async (_, parameters) => {
    const { call } = await publishedFile()
    const answer = await call('ModifyMediaInfo', parameters)
    expect(answer.Error?.Code).toBe('InvalidParameterValue')
  })

  test('changes that the region does not support, and unknown files', async () => {
    const { call } = await publishedFile()
    expect((await call('ModifyMediaInfo', { Name: 'x' })).Error?.Code).toBe('FailedOperation')
    const unknown = { FileId: 'none', AddSubtitles: [subtitle()] }
    expect((await call('ModifyMediaInfo', unknown)).Error?.Code).toBe('ResourceNotFound')
  })
})

describe('AttachMediaSubtitles', () => {
  const attach = {
    Operation: 'Attach',
    AdaptiveDynamicStreamingDefinition: 10,
    SubtitleIds: ['rf-one'],
    DefaultSubtitleId: 'rf-one',
  }

  test('lists subtitles in the master playlist, until they are detached', async () => {
    const { call, describeFile } = await publishedFile()
    await call('ModifyMediaInfo', { AddSubtitles: [subtitle()] })
    const stream = async () =>
      (await describeFile())?.AdaptiveDynamicStreamingInfo?.AdaptiveDynamicStreamingSet[0]
    await expect.poll(stream, { timeout: 10_000 }).toBeDefined()
    const playlist = async () => (await fetch((await stream())?.Url ?? '')).text()
    const before = await playlist()
    expect(await call('AttachMediaSubtitles', attach)).toEqual({ RequestId: expect.any(String) })
    expect(await stream()).toMatchObject({
      SubtitleSet: [{ Id: 'rf-one' }],
      DefaultSubtitleId: 'rf-one',
    })
    const attached = await playlist()
    expect(attached).toContain(
      'TYPE=SUBTITLES,GROUP-ID="subs",NAME="中文",LANGUAGE="zh-CN",DEFAULT=YES',
    )
    const [, address = ''] = /TYPE=SUBTITLES.*URI="([^"]+)"/.exec(attached) ?? []
    const segment = (await (await fetch(address)).text()).match(/^http.*vtt$/m)?.[0] ?? ''
    expect(await (await fetch(segment)).text()).toBe(vtt)
    const detach = { Operation: 'Detach', DefaultSubtitleId: undefined }
    await call('AttachMediaSubtitles', { ...attach, ...detach })
    expect(await playlist()).toBe(before)
  })

  test.each([
    ['an unknown subtitle', { SubtitleIds: ['none'], DefaultSubtitleId: undefined }],
    ['no subtitle', { SubtitleIds: [] }],
    ['another definition', { AdaptiveDynamicStreamingDefinition: 12 }],
    ['a default that is not attached', { DefaultSubtitleId: 'rf-two' }],
    ['an unknown operation', { Operation: 'Replace' }],
  ])('rejects %s', async (_, over) => {
    const { call, describeFile } = await publishedFile()
    await call('ModifyMediaInfo', { AddSubtitles: [subtitle()] })
    await expect
      .poll(async () => (await describeFile())?.AdaptiveDynamicStreamingInfo, { timeout: 10_000 })
      .toBeDefined()
    const answer = await call('AttachMediaSubtitles', { ...attach, ...over })
    expect(answer.Error?.Code).toBe('InvalidParameterValue')
  })
})

test('subtitles of a playlist replace the earlier ones', () => {
  const master = '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nlow.m3u8\n'
  const entry = { name: 'English', language: 'en', isDefault: false, uri: 'en.m3u8' }
  const once = withSubtitles(master, [entry])
  expect(once).toContain('#EXT-X-STREAM-INF:BANDWIDTH=1,SUBTITLES="subs"')
  expect(withSubtitles(once, [entry])).toBe(once)
  expect(withSubtitles(once, [])).toBe(master)
})
