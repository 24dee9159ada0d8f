/** Audio tracks when compressing in Chromium. */
import { readFile } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'
import {
  clip,
  compress,
  describeMp4,
  hum,
  media,
  probe,
  small,
  test,
  type Uncompressed,
  withAudio,
  withAudioUntil,
} from './compression-page.ts'
import type { CompressionPage, Target } from './media-page.ts'

/** Global of the media page. */
declare const compression: CompressionPage

test.describe('audio', () => {
  test('copies all six channels of AAC', async ({ tool }) => {
    const result = await compress(tool, await probe(tool, media('surround.mp4')))
    expect(result.audio).toMatchObject({ codec: 'aac', channels: 6 })
  })

  test('encodes Opus to AAC with an encoder that is loaded for it, also after a failed load', async ({
    tool,
  }) => {
    const probed = await probe(tool, media('opus.webm'))
    await tool.route(/aac-encoder/, (route) => route.abort())
    await expect(compress(tool, probed)).rejects.toThrow(/not-loaded/)
    await tool.unroute(/aac-encoder/)
    const result = await compress(tool, probed)
    expect(result.audio).toMatchObject({ codec: 'aac', channels: 1 })
    expect(result.audio?.duration).toBeCloseTo(probed.duration, 1)
  })

  /** Time of the first loud sample in the result, seconds. */
  const firstLoudTime = async (
    tool: Page,
    sound: Uncompressed,
    trim?: { start: number; end: number },
  ) => {
    const buffer = await withAudio(media('opus.webm'), sound)
    const probed = await probe(tool, { name: 'sound.mkv', buffer })
    const target = { ...small, frameRate: probed.video.frameRate }
    const outcome = await tool.evaluate(
      ([media, target, trim]) => compression.compress(media, target, trim),
      [probed, target, trim && { ...trim, copy: false }] as const,
    )
    if (outcome.problem) throw new Error(JSON.stringify(outcome))
    const result = Buffer.from(outcome.bytes, 'base64')
    await probe(tool, { name: 'result.mp4', buffer: result })
    return (await tool.evaluate(() => compression.loudTimes(0.3)))[0]
  }

  for (const sampleRate of [8000, 48_000, 192_000])
    test(`keeps the timing of ${sampleRate} Hz audio when encoding @whole`, async ({ tool }) => {
      const valueAt = (seconds: number) => (seconds < 0.5 ? 0 : hum(seconds))
      const sound = { channels: 1, sampleRate, valueAt }
      expect(await firstLoudTime(tool, sound)).toBeCloseTo(0.5, 2)
      expect(await firstLoudTime(tool, sound, { start: 0.2, end: 0.9 })).toBeCloseTo(0.3, 2)
    })

  for (const channels of [3, 5, 7, 8])
    test(`keeps the centre channel of ${channels} channels, which contains speech @whole`, async ({
      tool,
    }) => {
      const valueAt = (seconds: number, channel: number) => (channel === 2 ? hum(seconds) : 0)
      const sound = { channels, sampleRate: 48_000, valueAt }
      expect(await firstLoudTime(tool, sound)).toBeLessThan(0.1)
    })

  test('a trim after the end of the audio track has no audio @whole', async ({ tool }) => {
    const buffer = await withAudioUntil(1, media('numbered.mp4'))
    const probed = await probe(tool, { name: 'ended.mp4', buffer })
    const encoded = { ...small, frameRate: 25 }
    const trimmed = async (start: number, end: number, target?: Target) => {
      const outcome = await tool.evaluate(
        ([media, target, trim]) => compression.compress(media, target ?? undefined, trim),
        [probed, target, { start, end, copy: !target }] as const,
      )
      expect(outcome.problem).toBeUndefined()
      return describeMp4(Buffer.from(outcome.bytes, 'base64'))
    }
    for (const target of [undefined, encoded]) {
      const silent = await trimmed(2, 4, target)
      expect(silent.audio).toBeNull()
      expect(silent.duration).toBeCloseTo(2, 1)
    }
    expect((await trimmed(0, 2)).audio?.duration).toBeCloseTo(1, 1)
  })

  test('ignores an audio track without samples @whole', async ({ tool }) => {
    const buffer = await readFile(clip)
    // Empties the sample tables of the audio track, which is the second (ISO/IEC 14496-12, 8.6.1.2 and 8.7.3.2).
    buffer.writeUInt32BE(0, buffer.lastIndexOf('stts') + 8)
    buffer.writeUInt32BE(0, buffer.lastIndexOf('stsz') + 12)
    const probed = await probe(tool, { name: 'silent.mp4', buffer })
    expect(probed).not.toHaveProperty('problem')
    expect(probed.audio).toBeUndefined()
    expect((await compress(tool, probed)).audio).toBeNull()
  })

  test('copies audio that cannot be decoded @whole', async ({ tool }) => {
    const probed = await probe(tool, media('ac3.mp4'))
    expect(probed.audio).toMatchObject({ codec: 'ac3', canDecode: false })
    expect((await compress(tool, probed)).audio?.codec).toBe('ac3')
  })
})
