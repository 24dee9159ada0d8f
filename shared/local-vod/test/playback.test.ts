import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { callServerApi, publish } from './api-client.ts'
import { startReceiver } from './callback-receiver.ts'
import { temporaryRegion } from './temporary-region.ts'
import { tinyMp4 } from './tiny-mp4.ts'

const signed = { procedure: 'LongVideoPreset', sourceContext: 'up1.mac' }
const key = '24FEQmTzro4V5u3D5epW'

/** Signs a URL like the tool of VOD's console. */
function sign(address: string, expires: number): string {
  const url = new URL(address)
  const folder = url.pathname.slice(0, url.pathname.lastIndexOf('/') + 1)
  const t = expires.toString(16)
  return `${address}?t=${t}&sign=${createHash('md5')
    .update(key + folder + t)
    .digest('hex')}`
}

describe('an adaptive stream', () => {
  test('is in the event and in DescribeMediaInfos, and all its segments are available', async () => {
    const receiver = await startReceiver()
    const region = await temporaryRegion({ notificationUrl: receiver.url })
    region.faults.sampleStream = true
    const { fileId } = await publish(region.origin, tinyMp4(), signed)
    const event = await receiver.callback('ProcedureStateChanged')
    const output = {
      Package: 'HLS',
      DrmType: '',
      Url: expect.stringMatching(/\/adaptive\/master\.m3u8$/),
    }
    expect(event).toMatchObject({
      ProcedureStateChangeEvent: {
        MediaProcessResultSet: [
          { Type: 'Transcode' },
          {
            Type: 'AdaptiveDynamicStreaming',
            AdaptiveDynamicStreamingTask: { Status: 'SUCCESS', Output: output },
          },
          { Type: 'CoverBySnapshot' },
        ],
      },
    })
    const { MediaInfoSet } = (await callServerApi(region.origin, 'DescribeMediaInfos', {
      FileIds: [fileId],
      Filters: ['adaptiveDynamicStreamingInfo'],
    })) as {
      MediaInfoSet: {
        AdaptiveDynamicStreamingInfo: { AdaptiveDynamicStreamingSet: { Url: string }[] }
      }[]
    }
    const [stream] = MediaInfoSet[0]?.AdaptiveDynamicStreamingInfo.AdaptiveDynamicStreamingSet ?? []
    expect(stream).toMatchObject(output)

    const master = await fetch(stream?.Url ?? '')
    expect(master.headers.get('content-type')).toBe('application/vnd.apple.mpegurl')
    const renditions = (await master.text()).split('\n').filter((line) => /^[^#]/.test(line))
    expect(renditions).toHaveLength(2)
    for (const rendition of renditions) {
      const address = new URL(rendition, stream?.Url)
      const entries = (await (await fetch(address)).text()).matchAll(/^[^#].+$|URI="([^"]+)"/gm)
      const statuses = [...entries].map(
        async ([line, uri]) => (await fetch(new URL(uri ?? line, address))).status,
      )
      expect(await Promise.all(statuses)).toEqual([200, 200, 200, 200])
    }
  })

  test('is deleted with its media file', async () => {
    const receiver = await startReceiver()
    const region = await temporaryRegion({ notificationUrl: receiver.url })
    region.faults.sampleStream = true
    const { fileId, video } = await publish(region.origin, tinyMp4(), signed)
    await receiver.callback('ProcedureStateChanged')
    const master = new URL('adaptive/master.m3u8', video.url)
    expect((await fetch(master)).status).toBe(200)
    await callServerApi(region.origin, 'DeleteMedia', { FileId: fileId })
    expect((await fetch(master)).status).toBe(404)
  })
})

describe('hotlink protection', () => {
  test('allows signed URLs until they expire', async () => {
    let now = Date.now()
    const region = await temporaryRegion({ hotlinkKey: key, now: () => now })
    const { video } = await publish(region.origin, tinyMp4(), { sourceContext: 'up1.mac' })
    const url = sign(video.url, Math.floor(now / 1000) + 10)
    const status = async (address: string) => (await fetch(address)).status
    expect(await status(url)).toBe(200)
    expect(await status(video.url)).toBe(403)
    expect(await status(url.replace(/t=(.)/, 't=7'))).toBe(403)
    now += 11_000
    expect(await status(url)).toBe(403)
  })

  test('adds the parameters to the entries of playlists', async () => {
    const receiver = await startReceiver()
    const region = await temporaryRegion({ hotlinkKey: key, notificationUrl: receiver.url })
    region.faults.sampleStream = true
    const { video } = await publish(region.origin, tinyMp4(), signed)
    await receiver.callback('ProcedureStateChanged')
    const master = new URL('adaptive/master.m3u8', video.url).href
    const url = sign(master, Math.floor(Date.now() / 1000) + 60)
    const lines = (await (await fetch(url)).text()).split('\n')
    const rendition = new URL(lines.find((line) => /^[^#]/.test(line)) ?? '', master)
    const playlist = await (await fetch(rendition)).text()
    const [, init] = /URI="([^"]+)"/.exec(playlist) ?? []
    expect((await fetch(new URL(init ?? '', rendition))).status).toBe(200)
    expect((await fetch(new URL('init_0.mp4', rendition))).status).toBe(403)
  })
})
