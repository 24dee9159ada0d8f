/** Probing and compressing video in Chromium. The results are read back with Mediabunny. */
import { readFile, writeFile } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'
import {
  ALL_FORMATS,
  BufferSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  Input,
  Mp4OutputFormat,
  Output,
  WebMOutputFormat,
} from 'mediabunny'
import {
  audioPackets,
  clip,
  compress,
  describeMp4,
  hum,
  media,
  probe,
  small,
  test,
  withAudio,
} from './compression-page.ts'
import type { CompressionPage } from './media-page.ts'
import { rewrap, writeVideo } from './video-file.ts'

/** Global of the media page. */
declare const compression: CompressionPage

test('a probe reads only a few hundred kilobytes, regardless of the file size @whole', async ({
  tool,
}, testInfo) => {
  const path = testInfo.outputPath('long.mp4')
  await writeVideo(path, 80 * 1024 * 1024, 3)
  const probed = await probe(tool, path)
  expect(probed.video).toMatchObject({ codec: 'avc', rotation: 0, isHdr: false, canDecode: true })
  // Computed from the sample tables, not from the file size.
  expect(probed.video.bitrate).toBeLessThan(2_000_000)
  const bytes = await tool.evaluate(() => compression.bytesProbed())
  expect(bytes).toBeGreaterThan(0)
  expect(bytes).toBeLessThan(400_000)
})

test('a probe of a file without sample tables does not estimate from the first packets only @whole', async ({
  tool,
}) => {
  const output = new Output({ format: new WebMOutputFormat(), target: new BufferTarget() })
  const [video, audio] = [new EncodedVideoPacketSource('vp8'), new EncodedAudioPacketSource('opus')]
  output.addVideoTrack(video)
  output.addAudioTrack(audio)
  await output.start()
  const videoMeta = { decoderConfig: { codec: 'vp8', codedWidth: 320, codedHeight: 180 } }
  const audioMeta = { decoderConfig: { codec: 'opus', numberOfChannels: 2, sampleRate: 48_000 } }
  // A still picture for sixteen seconds before motion, and audio with large packets at first.
  for (let index = 0; index < 16 + 120; index++) {
    const [time, length] = index < 16 ? [index, 1] : [16 + (index - 16) / 30, 1 / 30]
    const size = index < 16 ? 100 : 1000
    await video.add(new EncodedPacket(new Uint8Array(size), 'key', time, length), videoMeta)
  }
  for (let index = 0; index < 1000; index++) {
    const size = index < 16 ? 1000 : 10
    await audio.add(new EncodedPacket(new Uint8Array(size), 'key', index / 50, 1 / 50), audioMeta)
  }
  await output.finalize()
  const buffer = Buffer.from(output.target.buffer ?? new ArrayBuffer())
  const probed = await probe(tool, { name: 'slides.webm', buffer })
  expect(probed.duration).toBeCloseTo(20, 1)
  const total = (buffer.length * 8) / probed.duration
  expect(probed.video.bitrate).toBeGreaterThanOrEqual(total / 2)
  expect(probed.audio?.bitrate).toBeLessThanOrEqual(total / 2)
  expect(probed.video.frameRate).toBeGreaterThanOrEqual(15)
})

test('encodes H.264 in the requested size and copies AAC', async ({ tool }) => {
  const probed = await probe(tool, clip)
  const result = await compress(tool, probed)
  expect(result.video).toMatchObject({ codec: 'avc', coded: [160, 90] })
  expect(result.audio?.codec).toBe('aac')
  expect(result.duration).toBeCloseTo(probed.duration, 1)
})

test('keeps the rotation', async ({ tool }) => {
  const probed = await probe(tool, media('rotated.mov'))
  expect(probed.video).toMatchObject({ width: 320, height: 180, rotation: 270 })
  const result = await compress(tool, probed)
  expect(result.video).toMatchObject({ coded: [160, 90], shown: [90, 160] })
})

test('keeps a variable frame rate without adding or losing frames @whole', async ({ tool }) => {
  const probed = await probe(tool, media('variable.mp4'))
  const result = await compress(tool, probed, { width: 320, height: 180 })
  expect(result.video.frames).toBe(28)
  // The source has no audio, and none is added.
  expect(result.audio).toBeNull()
  expect(result.duration).toBeCloseTo(probed.duration, 1)
})

for (const frameRate of [60, 120])
  test(`${frameRate} frames per second do not exceed the requested bitrate by more than 30 % @whole`, async ({
    tool,
  }) => {
    await tool.evaluate(
      (frameRate) => compression.makeNoise({ width: 640, height: 360, frameRate, seconds: 3 }),
      frameRate,
    )
    const probed = await probe(tool)
    expect(probed.video.frameRate).toBeCloseTo(frameRate, 0)
    const bitrate = 1_000_000
    const result = await compress(tool, probed, { width: 480, height: 270, bitrate })
    expect(result.video.frames).toBe(frameRate * 3)
    expect(result.video.bitrate).toBeLessThan(bitrate * 1.3)
  })

test('probes, trims and compresses fragmented files and files without a duration', async ({
  tool,
}) => {
  const fragments = await rewrap(
    media('numbered.mp4'),
    new Mp4OutputFormat({ fastStart: 'fragmented' }),
  )
  // Like recorders that write only the duration of the first frames into the header.
  const early = Buffer.from(fragments)
  for (let at = 0; (at = early.indexOf('mdhd', at + 1)) >= 0;)
    early.writeUInt32BE(early.readUInt32BE(at + 16) / 2, at + 20)
  const recordings: [name: string, buffer: Buffer, stated: number | null, duration: number][] = [
    ['fragments.mp4', fragments, null, 4],
    ['early.mp4', early, 0.5, 4],
    [
      'live.webm',
      await rewrap(media('opus.webm'), new WebMOutputFormat({ appendOnly: true })),
      null,
      1.2,
    ],
  ]
  for (const [name, buffer, stated, duration] of recordings) {
    const input = new Input({ source: new BufferSource(buffer), formats: ALL_FORMATS })
    expect(await input.getDurationFromMetadata()).toBe(stated)
    const probed = await probe(tool, { name, buffer })
    expect(probed.duration).toBeCloseTo(duration, 1)
    const { starts, frames } = await tool.evaluate(() => compression.timeline())
    expect([starts[0], frames[0]]).toEqual([0, 0])
    expect((await compress(tool, probed)).duration).toBeCloseTo(duration, 1)
  }
  const probed = await probe(tool, { name: 'again.mp4', buffer: fragments })
  const trim = { start: 1, end: 3, copy: true }
  const outcome = await tool.evaluate(
    ([media, trim]) => compression.compress(media, undefined, trim),
    [probed, trim] as const,
  )
  expect(await describeMp4(Buffer.from(outcome.bytes, 'base64'))).toMatchObject({
    duration: expect.closeTo(2, 1),
    video: { frames: 50 },
  })
})

test.describe('without an encoder feature', () => {
  const compressWithout = async (
    tool: Page,
    feature: 'H.264' | 'scaling' | 'WebAssembly',
    source = clip,
  ) => {
    const probed = await probe(tool, source)
    const target = { ...small, frameRate: probed.video.frameRate }
    const bytes = await tool.evaluate(
      ([feature, media, target]) => compression.compressWithout(feature, media, target),
      [feature, probed, target] as const,
    )
    const made = Buffer.from(bytes, 'base64')
    return { probed, made, result: await describeMp4(made) }
  }

  test('encodes VP9 if there is no H.264 encoder @whole', async ({ tool }) => {
    const { probed, result } = await compressWithout(tool, 'H.264')
    expect(result.video).toMatchObject({ codec: 'vp9', coded: [160, 90] })
    expect(result.duration).toBeCloseTo(probed.duration, 1)
  })

  test('encodes Opus if the AAC encoder cannot run @whole', async ({ tool }, testInfo) => {
    const path = testInfo.outputPath('uncompressed.mkv')
    const sound = { channels: 1, sampleRate: 48_000, valueAt: hum }
    await writeFile(path, await withAudio(media('opus.webm'), sound))
    const { probed, result } = await compressWithout(tool, 'WebAssembly', path)
    expect(probed.audio).toMatchObject({ codec: 'pcm-s16' })
    expect(result.audio).toMatchObject({ codec: 'opus', channels: 1 })
    expect(result.audio?.duration).toBeCloseTo(1, 1)
  })

  test('copies Opus if the AAC encoder cannot run @whole', async ({ tool }) => {
    const { made } = await compressWithout(tool, 'WebAssembly', media('opus.webm'))
    const source = await audioPackets(await readFile(media('opus.webm')))
    expect(source.length).toBeGreaterThan(10)
    expect(await audioPackets(made)).toEqual(source)
  })

  test('scales with a canvas if the encoder does not scale @whole', async ({ tool }) => {
    const { probed, result } = await compressWithout(tool, 'scaling')
    expect(result.video).toMatchObject({ codec: 'avc', coded: [160, 90] })
    expect(result.duration).toBeCloseTo(probed.duration, 1)
  })
})

test('the benchmark detects an encoder that ignores the bitrate', async ({ tool }) => {
  const target = { width: 640, height: 360, frameRate: 30, bitrate: 400_000 }
  await tool.evaluate(
    (size) => compression.makeNoise({ ...size, seconds: 2, rectangles: 40 }),
    target,
  )
  const obeying = await tool.evaluate((target) => compression.benchmark(target), target)
  expect(obeying.bitsPerPixel).toBeUndefined()
  const produced = 10 * target.bitrate
  const ignoring = await tool.evaluate(
    ([bitrate, target]) => compression.benchmarkWithBitrate(bitrate, target),
    [produced, target] as const,
  )
  const { width, height, frameRate } = target
  const measured = (ignoring.bitsPerPixel ?? 0) * width * height * frameRate
  expect(measured / produced).toBeGreaterThan(0.5)
  expect(measured / produced).toBeLessThan(2)
})

test('a pause stops everything and ends, also if it was requested twice @whole', async ({
  tool,
}) => {
  await tool.evaluate(() =>
    compression.makeNoise({ width: 640, height: 360, frameRate: 30, seconds: 6 }),
  )
  const probed = await probe(tool)
  const target = { ...small, width: 480, height: 270, frameRate: 30 }
  const reports = await tool.evaluate(
    ([media, target]) => compression.pauseFor(200, 2, media, target),
    [probed, target] as const,
  )
  expect(reports.duringPause).toBe(0)
  expect(reports.afterwards).toBeGreaterThan(0)
})

test('a cancel leaves no output file @whole', async ({ tool }) => {
  await tool.evaluate(() =>
    compression.makeNoise({ width: 640, height: 360, frameRate: 30, seconds: 6 }),
  )
  const probed = await probe(tool)
  await tool.evaluate(([media, target]) => compression.cancelEarly(media, target), [
    probed,
    { ...small, frameRate: 30 },
  ] as const)
  expect(await tool.evaluate(() => compression.files())).toEqual([])
})

test('decoded chunks are garbage-collected at eight megabytes @whole', async ({ tool }) => {
  const isCollectedAfter = (megabytes: number) =>
    tool.evaluate((bytes) => compression.isCollectedAfter(bytes), megabytes * 1024 * 1024)
  expect(await isCollectedAfter(7)).toBe(false)
  expect(await isCollectedAfter(8)).toBe(true)
})
