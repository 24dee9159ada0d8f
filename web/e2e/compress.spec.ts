/** The compression alone, in Chromium: what goes in, and what comes out, read back by another reader. */
import { rmSync } from 'node:fs'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, type Page, test as base } from '@playwright/test'
import {
  ALL_FORMATS,
  BufferSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  MkvOutputFormat,
  MP4,
  Mp4OutputFormat,
  Output,
  WebMOutputFormat,
} from 'mediabunny'
import { type CompressionPage, type Probed, serveMediaPage, type Target } from './media-page.ts'
import { rewrap, writeVideo } from './video-file.ts'

const media = (name: string) => fileURLToPath(new URL(`fixtures/media/${name}`, import.meta.url))
const clip = fileURLToPath(new URL('fixtures/clip.mp4', import.meta.url))

const test = base.extend<{ tool: Page }, { site: { origin: string } }>({
  site: [
    async ({}, use) => {
      const directory = await mkdtemp(join(tmpdir(), 'reelferry-compress-'))
      const site = await serveMediaPage(directory)
      await use(site)
      site.close()
      rmSync(directory, { recursive: true })
    },
    { scope: 'worker' },
  ],
  tool: async ({ page, site }, use) => {
    await page.goto(site.origin)
    await use(page)
  },
})

/** Of the page. */
declare const compression: CompressionPage

const small = { width: 160, height: 90, bitrate: 150_000 }

async function probe(tool: Page, file?: string | { name: string; buffer: Buffer }) {
  if (typeof file === 'string') await tool.getByLabel('File').setInputFiles(file)
  else if (file) await tool.getByLabel('File').setInputFiles({ ...file, mimeType: 'video/mp4' })
  return tool.evaluate(() => compression.probe())
}

async function compress(tool: Page, probed: Probed, target: Partial<Target> = {}) {
  const full = { ...small, frameRate: probed.video.frameRate, ...target }
  const outcome = await tool.evaluate(([one, two]) => compression.compress(one, two), [
    probed,
    full,
  ] as const)
  if (outcome.problem) throw new Error(JSON.stringify(outcome))
  return describeMp4(Buffer.from(outcome.bytes, 'base64'))
}

/** What stands in an MP4, by its own tables. */
async function describeMp4(bytes: Buffer) {
  const input = new Input({ source: new BufferSource(bytes), formats: [MP4] })
  const [video, audio] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()]
  if (!video) throw new Error('The result has no picture.')
  const stats = await video.computePacketStats()
  return {
    duration: await input.computeDuration(),
    video: {
      codec: await video.getCodec(),
      coded: [await video.getCodedWidth(), await video.getCodedHeight()],
      shown: [await video.getDisplayWidth(), await video.getDisplayHeight()],
      frames: stats.packetCount,
      bitrate: stats.averageBitrate,
    },
    audio: audio && {
      codec: await audio.getCodec(),
      channels: await audio.getNumberOfChannels(),
      duration: await audio.computeDuration(),
    },
  }
}

/** The picture of an MP4, and as many seconds of its sound. */
async function withSoundUntil(seconds: number, path: string): Promise<Buffer> {
  const input = new Input({ source: new BufferSource(await readFile(path)), formats: [MP4] })
  const [video, audio] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()]
  const output = new Output({ format: new Mp4OutputFormat(), target: new BufferTarget() })
  const [picture, sound] = [
    new EncodedVideoPacketSource('avc'),
    new EncodedAudioPacketSource('aac'),
  ]
  const [pictureConfig, soundConfig] = [
    await video?.getDecoderConfig(),
    await audio?.getDecoderConfig(),
  ]
  if (!video || !audio || !pictureConfig || !soundConfig) throw new Error('Something is missing.')
  output.addVideoTrack(picture)
  output.addAudioTrack(sound)
  await output.start()
  for await (const packet of new EncodedPacketSink(audio).packets())
    if (packet.timestamp < seconds) await sound.add(packet, { decoderConfig: soundConfig })
  sound.close()
  for await (const packet of new EncodedPacketSink(video).packets())
    await picture.add(packet, { decoderConfig: pictureConfig })
  await output.finalize()
  return Buffer.from(output.target.buffer ?? new ArrayBuffer())
}

/** Sound that is not compressed: of a second, by the value of each sample in each channel. */
interface Uncompressed {
  channels: number
  sampleRate: number
  valueAt: (seconds: number, channel: number) => number
}

/** The picture of a video, beside a second of other sound. */
async function withSound(path: string, { channels, sampleRate, valueAt }: Uncompressed) {
  const input = new Input({ source: new BufferSource(await readFile(path)), formats: ALL_FORMATS })
  const video = await input.getPrimaryVideoTrack()
  const [codec, decoderConfig] = [await video?.getCodec(), await video?.getDecoderConfig()]
  if (!video || !codec || !decoderConfig) throw new Error('It has no picture.')
  const output = new Output({ format: new MkvOutputFormat(), target: new BufferTarget() })
  const picture = new EncodedVideoPacketSource(codec)
  const sound = new EncodedAudioPacketSource('pcm-s16')
  output.addVideoTrack(picture)
  output.addAudioTrack(sound)
  await output.start()
  const samples = Int16Array.from(
    { length: sampleRate * channels },
    (_, at) => 30_000 * valueAt(Math.floor(at / channels) / sampleRate, at % channels),
  )
  const config = { codec: 'pcm-s16', numberOfChannels: channels, sampleRate }
  await sound.add(new EncodedPacket(new Uint8Array(samples.buffer), 'key', 0, 1), {
    decoderConfig: config,
  })
  sound.close()
  for await (const packet of new EncodedPacketSink(video).packets())
    await picture.add(packet, { decoderConfig })
  await output.finalize()
  return Buffer.from(output.target.buffer ?? new ArrayBuffer())
}

const hum = (seconds: number) => Math.sin(seconds * 3000)

/** The packets of a file's sound, one after the other. */
async function soundOf(bytes: Buffer): Promise<string[]> {
  const input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS })
  const audio = await input.getPrimaryAudioTrack()
  if (!audio) return []
  const packets: string[] = []
  for await (const { data } of new EncodedPacketSink(audio).packets())
    packets.push(Buffer.from(data).toString('base64'))
  return packets
}

test('a file is read from a few hundred kilobytes, whatever its size', async ({
  tool,
}, testInfo) => {
  const path = testInfo.outputPath('long.mp4')
  await writeVideo(path, 80 * 1024 * 1024, 3)
  const probed = await probe(tool, path)
  expect(probed.video).toMatchObject({ codec: 'avc', rotation: 0, isHdr: false, canDecode: true })
  // By its tables, not by the size of the file.
  expect(probed.video.bitrate).toBeLessThan(2_000_000)
  const bytes = await tool.evaluate(() => compression.bytesProbed())
  expect(bytes).toBeGreaterThan(0)
  expect(bytes).toBeLessThan(400_000)
})

test('of what has no tables, the first packets are not taken for all', async ({ tool }) => {
  const output = new Output({ format: new WebMOutputFormat(), target: new BufferTarget() })
  const [video, audio] = [new EncodedVideoPacketSource('vp8'), new EncodedAudioPacketSource('opus')]
  output.addVideoTrack(video)
  output.addAudioTrack(audio)
  await output.start()
  const videoMeta = { decoderConfig: { codec: 'vp8', codedWidth: 320, codedHeight: 180 } }
  const audioMeta = { decoderConfig: { codec: 'opus', numberOfChannels: 2, sampleRate: 48_000 } }
  // A slide that stands for sixteen seconds before anything moves; sound that is loud at first.
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

test('H.264 and copied AAC in an MP4 of the size asked for', async ({ tool }) => {
  const probed = await probe(tool, clip)
  const result = await compress(tool, probed)
  expect(result.video).toMatchObject({ codec: 'avc', coded: [160, 90] })
  expect(result.audio?.codec).toBe('aac')
  expect(result.duration).toBeCloseTo(probed.duration, 1)
})

test('a picture that a player turns is still turned', async ({ tool }) => {
  const probed = await probe(tool, media('rotated.mov'))
  expect(probed.video).toMatchObject({ width: 320, height: 180, rotation: 270 })
  const result = await compress(tool, probed)
  expect(result.video).toMatchObject({ coded: [160, 90], shown: [90, 160] })
})

test('a variable frame rate stays variable: no frame is added, none is lost', async ({ tool }) => {
  const probed = await probe(tool, media('variable.mp4'))
  const result = await compress(tool, probed, { width: 320, height: 180 })
  expect(result.video.frames).toBe(28)
  // It has no sound either, and none is made up.
  expect(result.audio).toBeNull()
  expect(result.duration).toBeCloseTo(probed.duration, 1)
})

for (const frameRate of [60, 120])
  test(`${frameRate} frames a second do not cost twice the bitrate asked for`, async ({ tool }) => {
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

test('a recording in fragments, or one that does not say how long it is, is read, cut and compressed', async ({
  tool,
}) => {
  const fragments = await rewrap(
    media('numbered.mp4'),
    new Mp4OutputFormat({ fastStart: 'fragmented' }),
  )
  // As recorders do that write the duration of their first pictures before all others.
  const early = Buffer.from(fragments)
  for (let at = 0; (at = early.indexOf('mdhd', at + 1)) >= 0;)
    early.writeUInt32BE(early.readUInt32BE(at + 16) / 2, at + 20)
  const recordings: [name: string, buffer: Buffer, told: number | null, duration: number][] = [
    ['fragments.mp4', fragments, null, 4],
    ['early.mp4', early, 0.5, 4],
    [
      'live.webm',
      await rewrap(media('opus.webm'), new WebMOutputFormat({ appendOnly: true })),
      null,
      1.2,
    ],
  ]
  for (const [name, buffer, told, duration] of recordings) {
    const input = new Input({ source: new BufferSource(buffer), formats: ALL_FORMATS })
    expect(await input.getDurationFromMetadata()).toBe(told)
    const probed = await probe(tool, { name, buffer })
    expect(probed.duration).toBeCloseTo(duration, 1)
    const { starts, frames } = await tool.evaluate(() => compression.timeline())
    expect([starts[0], frames[0]]).toEqual([0, 0])
    expect((await compress(tool, probed)).duration).toBeCloseTo(duration, 1)
  }
  const probed = await probe(tool, { name: 'again.mp4', buffer: fragments })
  const trim = { start: 1, end: 3, copy: true }
  const outcome = await tool.evaluate(([one, two]) => compression.compress(one, undefined, two), [
    probed,
    trim,
  ] as const)
  expect(await describeMp4(Buffer.from(outcome.bytes, 'base64'))).toMatchObject({
    duration: expect.closeTo(2, 1),
    video: { frames: 50 },
  })
})

test.describe('where an encoder', () => {
  const compressWithout = async (
    tool: Page,
    what: 'H.264' | 'scaling' | 'WebAssembly',
    source = clip,
  ) => {
    const probed = await probe(tool, source)
    const target = { ...small, frameRate: probed.video.frameRate }
    const bytes = await tool.evaluate(
      ([what, one, two]) => compression.compressWithout(what, one, two),
      [what, probed, target] as const,
    )
    const made = Buffer.from(bytes, 'base64')
    return { probed, made, result: await describeMp4(made) }
  }

  test('of H.264 is missing, VP9 takes its place', async ({ tool }) => {
    const { probed, result } = await compressWithout(tool, 'H.264')
    expect(result.video).toMatchObject({ codec: 'vp9', coded: [160, 90] })
    expect(result.duration).toBeCloseTo(probed.duration, 1)
  })

  test('of AAC cannot run, sound becomes Opus', async ({ tool }, testInfo) => {
    const path = testInfo.outputPath('uncompressed.mkv')
    const sound = { channels: 1, sampleRate: 48_000, valueAt: hum }
    await writeFile(path, await withSound(media('opus.webm'), sound))
    const { probed, result } = await compressWithout(tool, 'WebAssembly', path)
    expect(probed.audio).toMatchObject({ codec: 'pcm-s16' })
    expect(result.audio).toMatchObject({ codec: 'opus', channels: 1 })
    expect(result.audio?.duration).toBeCloseTo(1, 1)
  })

  test('of AAC cannot run, sound that is Opus already is copied', async ({ tool }) => {
    const { made } = await compressWithout(tool, 'WebAssembly', media('opus.webm'))
    const source = await soundOf(await readFile(media('opus.webm')))
    expect(source.length).toBeGreaterThan(10)
    expect(await soundOf(made)).toEqual(source)
  })

  test('does not scale, a canvas does', async ({ tool }) => {
    const { probed, result } = await compressWithout(tool, 'scaling')
    expect(result.video).toMatchObject({ codec: 'avc', coded: [160, 90] })
    expect(result.duration).toBeCloseTo(probed.duration, 1)
  })
})

test.describe('sound', () => {
  test('all six channels of AAC are copied', async ({ tool }) => {
    const result = await compress(tool, await probe(tool, media('surround.mp4')))
    expect(result.audio).toMatchObject({ codec: 'aac', channels: 6 })
  })

  test('Opus becomes AAC by the encoder that is loaded for it, at the second try if need be', async ({
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

  /** When it is heard first in what is made of it, in seconds. */
  const firstLoudTime = async (
    tool: Page,
    sound: Uncompressed,
    trim?: { start: number; end: number },
  ) => {
    const buffer = await withSound(media('opus.webm'), sound)
    const probed = await probe(tool, { name: 'sound.mkv', buffer })
    const target = { ...small, frameRate: probed.video.frameRate }
    const outcome = await tool.evaluate(
      ([one, two, three]) => compression.compress(one, two, three),
      [probed, target, trim && { ...trim, copy: false }] as const,
    )
    if (outcome.problem) throw new Error(JSON.stringify(outcome))
    const result = Buffer.from(outcome.bytes, 'base64')
    await probe(tool, { name: 'result.mp4', buffer: result })
    return tool.evaluate(() => compression.firstLoudTime(0.3))
  }

  for (const sampleRate of [8000, 48_000, 192_000])
    test(`of ${sampleRate} samples a second is heard when it was, encoded anew`, async ({
      tool,
    }) => {
      const valueAt = (seconds: number) => (seconds < 0.5 ? 0 : hum(seconds))
      const sound = { channels: 1, sampleRate, valueAt }
      expect(await firstLoudTime(tool, sound)).toBeCloseTo(0.5, 2)
      expect(await firstLoudTime(tool, sound, { start: 0.2, end: 0.9 })).toBeCloseTo(0.3, 2)
    })

  for (const channels of [3, 5, 7, 8])
    test(`of ${channels} channels keeps its centre, where speech is`, async ({ tool }) => {
      const valueAt = (seconds: number, channel: number) => (channel === 2 ? hum(seconds) : 0)
      const sound = { channels, sampleRate: 48_000, valueAt }
      expect(await firstLoudTime(tool, sound)).toBeLessThan(0.1)
    })

  test('a part has none where it ended before', async ({ tool }) => {
    const buffer = await withSoundUntil(1, media('numbered.mp4'))
    const probed = await probe(tool, { name: 'ended.mp4', buffer })
    const target = { ...small, frameRate: 25 }
    const part = async (start: number, end: number, wanted?: Target) => {
      const outcome = await tool.evaluate(
        ([one, two, three]) => compression.compress(one, two ?? undefined, three),
        [probed, wanted, { start, end, copy: !wanted }] as const,
      )
      expect(outcome.problem).toBeUndefined()
      return describeMp4(Buffer.from(outcome.bytes, 'base64'))
    }
    for (const wanted of [undefined, target]) {
      const silent = await part(2, 4, wanted)
      expect(silent.audio).toBeNull()
      expect(silent.duration).toBeCloseTo(2, 1)
    }
    expect((await part(0, 2)).audio?.duration).toBeCloseTo(1, 1)
  })

  test('a track with nothing on it is none', async ({ tool }) => {
    const buffer = await readFile(clip)
    // The tables of its sound, which comes second, are emptied (ISO/IEC 14496-12, 8.6.1.2 and 8.7.3.2).
    buffer.writeUInt32BE(0, buffer.lastIndexOf('stts') + 8)
    buffer.writeUInt32BE(0, buffer.lastIndexOf('stsz') + 12)
    const probed = await probe(tool, { name: 'silent.mp4', buffer })
    expect(probed).not.toHaveProperty('problem')
    expect(probed.audio).toBeUndefined()
    expect((await compress(tool, probed)).audio).toBeNull()
  })

  test('what cannot be decoded here is copied, not dropped', async ({ tool }) => {
    const probed = await probe(tool, media('ac3.mp4'))
    expect(probed.audio).toMatchObject({ codec: 'ac3', canDecode: false })
    expect((await compress(tool, probed)).audio?.codec).toBe('ac3')
  })
})

test.describe('what cannot be done', () => {
  test('HEVC that this browser does not decode is told by the probe, and never dropped', async ({
    tool,
  }) => {
    const probed = await probe(tool, media('hevc.mp4'))
    expect(probed.video).toMatchObject({ codec: 'hevc', canDecode: false })
    await expect(compress(tool, probed)).rejects.toThrow(/problem/)
    expect(await tool.evaluate(() => compression.files())).toEqual([])
  })

  test('a picture that nothing can begin with is told by the probe', async ({ tool }) => {
    const probed = await probe(tool, media('no-key.mp4'))
    expect(probed.video).toMatchObject({ codec: 'avc', canDecode: false })
    const part = { start: 0, end: 1, copy: true }
    const outcome = await tool.evaluate(([one, two]) => compression.compress(one, undefined, two), [
      probed,
      part,
    ] as const)
    expect(outcome.problem).toBe('cannot-encode')
  })

  test('what another app cut away for players alone is told by the probe, and not copied', async ({
    tool,
  }) => {
    const buffer = await readFile(media('numbered.mp4'))
    expect(await probe(tool, { name: 'whole.mp4', buffer })).toMatchObject({ isEdited: false })
    // Its picture ends after one second of four: the duration in its first edit (ISO/IEC 14496-12, 8.6.6).
    const list = buffer.indexOf('elst') + 4
    expect(buffer.readUInt32BE(list + 8)).toBe(4000)
    buffer.writeUInt32BE(1000, list + 8)
    const probed = await probe(tool, { name: 'cut.mp4', buffer })
    expect(probed).toMatchObject({ isEdited: true })
    const trim = { start: 0, end: 2, copy: true }
    const outcome = await tool.evaluate(([one, two]) => compression.compress(one, undefined, two), [
      probed,
      trim,
    ] as const)
    expect(outcome.problem).toBe('cannot-encode')
  })

  test('a text called .mp4 is unreadable', async ({ tool }) => {
    const buffer = Buffer.from('This is not a video.'.repeat(500))
    expect(await probe(tool, { name: 'text.mp4', buffer })).toMatchObject({ problem: 'unreadable' })
  })

  test('a file that is cut off before its tables is unreadable', async ({ tool }) => {
    const whole = await readFile(media('surround.mp4'))
    const buffer = whole.subarray(0, whole.indexOf('mdat') + 4000)
    expect(whole.indexOf('moov')).toBeGreaterThan(buffer.length)
    expect(await probe(tool, { name: 'cut.mp4', buffer })).toMatchObject({ problem: 'unreadable' })
  })

  test('a file that is cut off behind its tables is unreadable', async ({ tool }) => {
    const whole = await rewrap(clip, new Mp4OutputFormat({ fastStart: 'in-memory' }))
    const buffer = whole.subarray(0, whole.length - 4000)
    expect(whole.indexOf('moov')).toBeLessThan(whole.indexOf('mdat'))
    expect(await probe(tool, { name: 'cut.mp4', buffer })).toMatchObject({ problem: 'unreadable' })
  })

  test('a file that is cut off, and says that it is longer, is unreadable', async ({ tool }) => {
    const name = 'long.mkv'
    const whole = await rewrap(media('variable.mp4'), new MkvOutputFormat())
    expect((await probe(tool, { name, buffer: whole })).duration).toBeGreaterThan(1.8)
    const buffer = whole.subarray(0, whole.length / 3)
    expect(await probe(tool, { name, buffer })).toMatchObject({ problem: 'unreadable' })
  })

  test('a file that is damaged leaves no result', async ({ tool }) => {
    const whole = await readFile(media('surround.mp4'))
    // Its tables, which stand at the end, moved before what is left of its media.
    const moov = whole.indexOf('moov') - 4
    const mdat = whole.indexOf('mdat') - 4
    expect(moov).toBeGreaterThan(mdat)
    const cut = Buffer.from(whole)
    cut.fill(0, mdat + 4000, moov)
    const probed = await probe(tool, { name: 'damaged.mp4', buffer: cut })
    await expect(compress(tool, probed)).rejects.toThrow(/problem/)
    expect(await tool.evaluate(() => compression.files())).toEqual([])
  })
})

test('a pause holds everything, and ends, also where it was asked for twice', async ({ tool }) => {
  await tool.evaluate(() =>
    compression.makeNoise({ width: 640, height: 360, frameRate: 30, seconds: 6 }),
  )
  const probed = await probe(tool)
  const target = { ...small, width: 480, height: 270, frameRate: 30 }
  const reports = await tool.evaluate(([one, two]) => compression.pauseFor(200, 2, one, two), [
    probed,
    target,
  ] as const)
  expect(reports.duringPause).toBe(0)
  expect(reports.afterwards).toBeGreaterThan(0)
})

test('a cancel leaves nothing behind', async ({ tool }) => {
  await tool.evaluate(() =>
    compression.makeNoise({ width: 640, height: 360, frameRate: 30, seconds: 6 }),
  )
  const probed = await probe(tool)
  await tool.evaluate(([one, two]) => compression.cancelEarly(one, two), [
    probed,
    { ...small, frameRate: 30 },
  ] as const)
  expect(await tool.evaluate(() => compression.files())).toEqual([])
})

test('what was decoded is collected as soon as it comes to eight megabytes', async ({ tool }) => {
  const isCollectedAfter = (megabytes: number) =>
    tool.evaluate((bytes) => compression.isCollectedAfter(bytes), megabytes * 1024 * 1024)
  expect(await isCollectedAfter(7)).toBe(false)
  expect(await isCollectedAfter(8)).toBe(true)
})
