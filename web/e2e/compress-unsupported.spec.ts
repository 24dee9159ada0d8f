/** Files that cannot be read, decoded or copied. */
import { readFile } from 'node:fs/promises'
import { expect } from '@playwright/test'
import { MkvOutputFormat, Mp4OutputFormat } from 'mediabunny'
import { clip, compress, media, probe, test } from './compression-page.ts'
import type { CompressionPage } from './media-page.ts'
import { rewrap } from './video-file.ts'

/** Global of the media page. */
declare const compression: CompressionPage

test.describe('unsupported files', () => {
  test('the probe reports HEVC that this browser cannot decode, and compressing fails', async ({
    tool,
  }) => {
    const probed = await probe(tool, media('hevc.mp4'))
    expect(probed.video).toMatchObject({ codec: 'hevc', canDecode: false })
    await expect(compress(tool, probed)).rejects.toThrow(/problem/)
    expect(await tool.evaluate(() => compression.files())).toEqual([])
  })

  test('the probe reports a video track without a key frame @whole', async ({ tool }) => {
    const probed = await probe(tool, media('no-key.mp4'))
    expect(probed.video).toMatchObject({ codec: 'avc', canDecode: false })
    const trim = { start: 0, end: 1, copy: true }
    const outcome = await tool.evaluate(
      ([media, trim]) => compression.compress(media, undefined, trim),
      [probed, trim] as const,
    )
    expect(outcome.problem).toBe('cannot-encode')
  })

  test('the probe reports an edit list, and a trim cannot be copied @whole', async ({ tool }) => {
    const buffer = await readFile(media('numbered.mp4'))
    expect(await probe(tool, { name: 'whole.mp4', buffer })).toMatchObject({ isEdited: false })
    // Sets the duration of the first edit of the video track to one second of four (ISO/IEC 14496-12, 8.6.6).
    const list = buffer.indexOf('elst') + 4
    expect(buffer.readUInt32BE(list + 8)).toBe(4000)
    buffer.writeUInt32BE(1000, list + 8)
    const probed = await probe(tool, { name: 'cut.mp4', buffer })
    expect(probed).toMatchObject({ isEdited: true })
    const trim = { start: 0, end: 2, copy: true }
    const outcome = await tool.evaluate(
      ([media, trim]) => compression.compress(media, undefined, trim),
      [probed, trim] as const,
    )
    expect(outcome.problem).toBe('cannot-encode')
  })

  test('a text file named .mp4 is unreadable', async ({ tool }) => {
    const buffer = Buffer.from('This is not a video.'.repeat(500))
    expect(await probe(tool, { name: 'text.mp4', buffer })).toMatchObject({ problem: 'unreadable' })
  })

  test('a file that is truncated before its sample tables is unreadable @whole', async ({
    tool,
  }) => {
    const complete = await readFile(media('surround.mp4'))
    const buffer = complete.subarray(0, complete.indexOf('mdat') + 4000)
    expect(complete.indexOf('moov')).toBeGreaterThan(buffer.length)
    expect(await probe(tool, { name: 'cut.mp4', buffer })).toMatchObject({ problem: 'unreadable' })
  })

  test('a file that is truncated after its sample tables is unreadable @whole', async ({
    tool,
  }) => {
    const complete = await rewrap(clip, new Mp4OutputFormat({ fastStart: 'in-memory' }))
    const buffer = complete.subarray(0, complete.length - 4000)
    expect(complete.indexOf('moov')).toBeLessThan(complete.indexOf('mdat'))
    expect(await probe(tool, { name: 'cut.mp4', buffer })).toMatchObject({ problem: 'unreadable' })
  })

  test('a truncated file with a longer stated duration is unreadable @whole', async ({ tool }) => {
    const name = 'long.mkv'
    const complete = await rewrap(media('variable.mp4'), new MkvOutputFormat())
    expect((await probe(tool, { name, buffer: complete })).duration).toBeGreaterThan(1.8)
    const buffer = complete.subarray(0, complete.length / 3)
    expect(await probe(tool, { name, buffer })).toMatchObject({ problem: 'unreadable' })
  })

  test('a damaged file leaves no output file @whole', async ({ tool }) => {
    const complete = await readFile(media('surround.mp4'))
    // Overwrites most media data. The sample tables at the end of the file are unchanged.
    const moov = complete.indexOf('moov') - 4
    const mdat = complete.indexOf('mdat') - 4
    expect(moov).toBeGreaterThan(mdat)
    const damaged = Buffer.from(complete)
    damaged.fill(0, mdat + 4000, moov)
    const probed = await probe(tool, { name: 'damaged.mp4', buffer: damaged })
    await expect(compress(tool, probed)).rejects.toThrow(/problem/)
    expect(await tool.evaluate(() => compression.files())).toEqual([])
  })
})
