/** Fixture for tests of compression: the media page in Chromium, and helpers that create sources and read results. */
import { rmSync } from 'node:fs'
import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
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
} from 'mediabunny'
import { test as base } from './browsers/fixtures.ts'
import { type CompressionPage, type Probed, serveMediaPage, type Target } from './media-page.ts'

/** Global of the media page. */
declare const compression: CompressionPage

export const media = (name: string) =>
  fileURLToPath(new URL(`fixtures/media/${name}`, import.meta.url))
export const clip = fileURLToPath(new URL('fixtures/clip.mp4', import.meta.url))

export const test = base.extend<{ tool: Page }, { site: { origin: string } }>({
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

export const small = { width: 160, height: 90, bitrate: 150_000 }

export async function probe(tool: Page, file?: string | { name: string; buffer: Buffer }) {
  if (typeof file === 'string') await tool.getByLabel('File').setInputFiles(file)
  else if (file) await tool.getByLabel('File').setInputFiles({ ...file, mimeType: 'video/mp4' })
  return tool.evaluate(() => compression.probe())
}

export async function compress(tool: Page, probed: Probed, target: Partial<Target> = {}) {
  const full = { ...small, frameRate: probed.video.frameRate, ...target }
  const outcome = await tool.evaluate(([media, target]) => compression.compress(media, target), [
    probed,
    full,
  ] as const)
  if (outcome.problem) throw new Error(JSON.stringify(outcome))
  return describeMp4(Buffer.from(outcome.bytes, 'base64'))
}

/** Reads tracks and duration of an MP4. */
export async function describeMp4(bytes: Buffer) {
  const input = new Input({ source: new BufferSource(bytes), formats: [MP4] })
  const [video, audio] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()]
  if (!video) throw new Error('The result has no video track.')
  const stats = await video.computePacketStats()
  return {
    duration: await input.computeDuration(),
    video: {
      codec: await video.getCodec(),
      coded: [await video.getCodedWidth(), await video.getCodedHeight()],
      shown: [await video.getDisplayWidth(), await video.getDisplayHeight()],
      frames: stats.packetCount,
      bitrate: stats.averageBitrate,
      colours: await video.getColorSpace(),
    },
    audio: audio && {
      codec: await audio.getCodec(),
      channels: await audio.getNumberOfChannels(),
      duration: await audio.computeDuration(),
    },
  }
}

/** Copies the video track of an MP4 and the first `seconds` of its audio track. */
export async function withAudioUntil(seconds: number, path: string): Promise<Buffer> {
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
  if (!video || !audio || !pictureConfig || !soundConfig) throw new Error('A track is missing.')
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

/** One second of uncompressed audio. `valueAt` returns the value of a sample, −1 to 1. */
export interface Uncompressed {
  channels: number
  sampleRate: number
  valueAt: (seconds: number, channel: number) => number
}

/** Combines the video track of a file with one second of uncompressed audio. */
export async function withAudio(path: string, { channels, sampleRate, valueAt }: Uncompressed) {
  const input = new Input({ source: new BufferSource(await readFile(path)), formats: ALL_FORMATS })
  const video = await input.getPrimaryVideoTrack()
  const [codec, decoderConfig] = [await video?.getCodec(), await video?.getDecoderConfig()]
  if (!video || !codec || !decoderConfig) throw new Error('The file has no video track.')
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

export const hum = (seconds: number) => Math.sin(seconds * 3000)

/** The packets of the audio track of a file, base64. */
export async function audioPackets(bytes: Buffer): Promise<string[]> {
  const input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS })
  const audio = await input.getPrimaryAudioTrack()
  if (!audio) return []
  const packets: string[] = []
  for await (const { data } of new EncodedPacketSink(audio).packets())
    packets.push(Buffer.from(data).toString('base64'))
  return packets
}
