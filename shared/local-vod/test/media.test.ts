import { open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { probeMp4 } from '../src/media/mp4.ts'
import { parseRange } from '../src/media/range.ts'
import { callUploadApi, applyBody, publish, sendObject } from './api-client.ts'
import { temporaryDirectory, temporaryRegion } from './temporary-region.ts'
import { tinyMp4 } from './tiny-mp4.ts'

async function probe(content: Buffer): ReturnType<typeof probeMp4> {
  const path = join(await temporaryDirectory(), 'file.mp4')
  await writeFile(path, content)
  const file = await open(path)
  try {
    return await probeMp4(file, content.length)
  } finally {
    await file.close()
  }
}

describe('probeMp4', () => {
  test.each([true, false])(
    'reads the metadata of an MP4 file, moov first: %s',
    async (moovFirst) => {
      const content = tinyMp4({ moovFirst, mediaBytes: 5000 })
      expect(await probe(content)).toEqual({
        Size: content.length,
        Container: 'mov,mp4,m4a,3gp,3g2,mj2',
        Bitrate: content.length * 4,
        Width: 640,
        Height: 360,
        Rotate: 0,
        Duration: 2,
        VideoDuration: 2,
        AudioDuration: 2,
        VideoStreamSet: [{ Codec: 'h264', Bitrate: 200_000, Fps: 25, Width: 640, Height: 360 }],
        AudioStreamSet: [{ Codec: 'aac', Bitrate: 4000, SamplingRate: 48000 }],
      })
    },
  )

  test('reads the rotation', async () => {
    expect(await probe(tinyMp4({ rotated: true }))).toMatchObject({
      Rotate: 90,
      Width: 640,
      Height: 360,
    })
  })

  test('returns undefined for a truncated or damaged file, or for another format', async () => {
    const complete = tinyMp4({ moovFirst: false })
    expect(await probe(complete.subarray(0, 100))).toBeUndefined()
    expect(await probe(Buffer.alloc(1000, 'noise'))).toBeUndefined()
    expect(await probe(Buffer.alloc(0))).toBeUndefined()
  })
})

test.each([
  [undefined, undefined],
  ['bytes=0-0', { start: 0, end: 0 }],
  ['bytes=2-', { start: 2, end: 9 }],
  ['bytes=2-99', { start: 2, end: 9 }],
  ['bytes=-3', { start: 7, end: 9 }],
  ['bytes=-99', { start: 0, end: 9 }],
  ['bytes=10-', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=5-2', undefined],
  ['bytes=0-1,3-4', undefined],
  ['lines=1-2', undefined],
  ['bytes=-', undefined],
])('parseRange parses Range %s for ten bytes as %j', (header, range) => {
  expect(parseRange(header, 10)).toEqual(range)
})

describe('delivery', () => {
  test('answers ranges, HEAD and requests from another origin', async () => {
    const region = await temporaryRegion()
    const content = tinyMp4()
    const { url } = (await publish(region.origin, content)).video
    const part = await fetch(url, {
      headers: { Range: 'bytes=4-7', Origin: 'https://studio.example' },
    })
    expect(part.status).toBe(206)
    expect(await part.text()).toBe('ftyp')
    expect(Object.fromEntries(part.headers)).toMatchObject({
      'content-range': `bytes 4-7/${content.length}`,
      'content-length': '4',
      'content-type': 'video/mp4',
      'accept-ranges': 'bytes',
      'access-control-allow-origin': '*',
    })
    const head = await fetch(url, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(content.length)])
    const beyond = await fetch(url, { headers: { Range: 'bytes=99999-' } })
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([
      416,
      `bytes */${content.length}`,
    ])
    expect((await fetch(url, { method: 'POST' })).status).toBe(405)
  })

  test('sends the whole file if If-Range names another version, and 304 if the ETag matches', async () => {
    const region = await temporaryRegion()
    const { url } = (await publish(region.origin, tinyMp4())).video
    const status = async (headers: Record<string, string>): Promise<number> =>
      (await fetch(url, { headers })).status
    const etag = (await fetch(url)).headers.get('etag') ?? ''
    expect(await status({ Range: 'bytes=0-1', 'If-Range': etag })).toBe(206)
    expect(await status({ Range: 'bytes=0-1', 'If-Range': '"other"' })).toBe(200)
    expect(await status({ 'If-None-Match': etag, 'Cache-Control': 'max-age=0' })).toBe(304)
  })

  test.each(['/', '/records.jsonl', '/..%2frecords.jsonl', '/%2e%2e/records.jsonl', '/objects'])(
    'answers 404 at %s',
    async (path) => {
      const region = await temporaryRegion()
      await publish(region.origin, tinyMp4())
      expect((await fetch(region.origin + path)).status).toBe(404)
    },
  )

  test('does not serve an object whose upload was not committed', async () => {
    const region = await temporaryRegion()
    const { data } = await callUploadApi(region.origin, 'ApplyUploadUGC', applyBody(4))
    await sendObject(region.origin, data, data.video.storagePath, [Buffer.from('film')])
    expect((await fetch(region.origin + data.video.storagePath)).status).toBe(404)
  })
})
