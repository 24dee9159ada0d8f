import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Media } from '../../src/media/model/media-info.ts'
import {
  audioActionOf,
  audioBitrateOf,
  canCopyPicture,
  obstacleOf,
  planOf,
  preselect,
  targetFor,
} from '../../src/media/model/compression-plan.ts'
import { type Choice, presets, type Target, targetOf } from '../../src/media/model/quality.ts'
import { phonePicture as video } from './phone-picture.ts'

const audio: NonNullable<Media['audio']> = {
  codec: 'aac',
  channels: 2,
  sampleRate: 48_000,
  bitrate: 128_000,
  canDecode: true,
}
const phone: Media = { duration: 60, video, audio, isEdited: false, canEncode: true }
const phoneSize = (17_128_000 * 60) / 8

const choices: Choice[] = presets.map((quality) => ({ quality }))
const anyChoice = fc.oneof(
  fc.constantFrom(...choices),
  fc.record({
    quality: fc.constant('Custom' as const),
    kbps: fc.integer({ min: 100, max: 50_000 }),
  }),
)
type Filmed = Media & { video: NonNullable<Media['video']> }
const anyMedia: fc.Arbitrary<Filmed> = fc.record(
  {
    duration: fc.double({ min: 0.04, max: 40_000, noNaN: true }),
    video: fc.record({
      codec: fc.constantFrom('avc', 'hevc', 'vp9', 'unknown'),
      width: fc.integer({ min: 2, max: 8192 }),
      height: fc.integer({ min: 2, max: 8192 }),
      rotation: fc.constantFrom(0 as const, 90 as const, 180 as const, 270 as const),
      frameRate: fc.double({ min: 0.1, max: 240, noNaN: true }),
      bitrate: fc.integer({ min: 1000, max: 200_000_000 }),
      isHdr: fc.boolean(),
      canDecode: fc.boolean(),
    }),
    audio: fc.record({
      codec: fc.constantFrom('aac', 'opus', 'ac3', 'unknown'),
      channels: fc.integer({ min: 1, max: 8 }),
      sampleRate: fc.constantFrom(44_100, 48_000),
      bitrate: fc.integer({ min: 8000, max: 1_500_000 }),
      canDecode: fc.boolean(),
    }),
    isEdited: fc.boolean(),
    canEncode: fc.boolean(),
  },
  { requiredKeys: ['duration', 'video', 'isEdited', 'canEncode'] },
)

function target(media: Media, choice: Choice): Target {
  const found = targetOf(media, choice)
  if (!found) throw new Error('There should be a target.')
  return found
}

describe('targets', () => {
  it.each([
    ['1080p', 1920, 1080, 5000],
    ['720p', 1280, 720, 2500],
    ['540p', 960, 540, 1500],
    ['480p', 854, 480, 1200],
    ['360p', 640, 360, 700],
  ] as const)('%s of a wide picture', (quality, width, height, kbps) => {
    const asked = targetOf(phone, { quality })
    expect(asked).toMatchObject({ width, height, frameRate: 30 })
    expect(asked?.bitrate).toBeCloseTo(kbps * 1000, -4)
  })

  it('names a portrait by its shorter side', () => {
    const portrait = { ...phone, video: { ...video, width: 1080, height: 1920 } }
    expect(targetOf(portrait, { quality: '720p' })).toMatchObject({ width: 720, height: 1280 })
  })

  it('gives more bits to more frames, but not twice as many to twice the frames', () => {
    const fast = { ...phone, video: { ...video, frameRate: 60 } }
    const slow = target(phone, { quality: '720p' }).bitrate
    const quick = target(fast, { quality: '720p' }).bitrate
    expect(quick / slow).toBeGreaterThan(1.3)
    expect(quick / slow).toBeLessThan(2)
  })

  it('takes a bitrate of the creator as it is, at the size of the source', () => {
    expect(targetOf(phone, { quality: 'Custom', kbps: 3210 })).toEqual({
      width: 1920,
      height: 1080,
      frameRate: 30,
      bitrate: 3_210_000,
    })
  })

  it('never scales up, keeps the proportions, and stays even', () => {
    fc.assert(
      fc.property(anyMedia, anyChoice, (media, choice) => {
        const asked = target(media, choice)
        const { width, height } = media.video
        expect(asked.width).toBeLessThanOrEqual(width)
        expect(asked.height).toBeLessThanOrEqual(height)
        expect([asked.width % 2, asked.height % 2]).toEqual([0, 0])
        // Within the pixel that each side may be rounded by.
        const scale = asked.width / width
        expect(Math.abs(asked.height - height * scale)).toBeLessThanOrEqual(
          2 + (2 * height) / width,
        )
      }),
    )
  })

  it('never asks for more bits than the source has, unless its creator does', () => {
    fc.assert(
      fc.property(anyMedia, fc.constantFrom(...choices), (media, choice) => {
        expect(target(media, choice).bitrate).toBeLessThanOrEqual(media.video.bitrate)
      }),
    )
  })
})

describe('what stands in the way', () => {
  it.each([
    ['nothing', phone, undefined],
    ['no picture', { duration: 1, audio, isEdited: false, canEncode: true }, 'no-video'],
    [
      'a picture nobody here decodes',
      { ...phone, video: { ...video, canDecode: false } },
      'video-codec',
    ],
    ['a high dynamic range', { ...phone, video: { ...video, isHdr: true } }, 'hdr'],
    ['what only players leave out', { ...phone, isEdited: true }, 'edited'],
    ['no encoder', { ...phone, canEncode: false }, 'encoder'],
    [
      'sound that can neither be decoded nor copied',
      { ...phone, audio: { ...audio, codec: 'unknown', canDecode: false } },
      'audio-codec',
    ],
  ] as const)('%s', (_, media, obstacle) => {
    expect(obstacleOf(media)).toBe(obstacle)
  })

  it('never loses sound: where there is some and nothing in the way, it is copied or encoded', () => {
    fc.assert(
      fc.property(anyMedia, (media) => {
        if (obstacleOf(media) !== undefined) return
        const action = audioActionOf(media)
        expect(action === 'none').toBe(media.audio === undefined)
        if (action === 'encode') expect(media.audio?.canDecode).toBe(true)
      }),
    )
  })

  it('copies AAC, however many channels; mixes down what it encodes', () => {
    const surround = { ...audio, channels: 6, bitrate: 384_000 }
    expect(audioBitrateOf({ ...phone, audio: surround })).toBe(384_000)
    expect(audioBitrateOf({ ...phone, audio: { ...surround, codec: 'opus' } })).toBe(128_000)
  })
})

describe('plans', () => {
  const unknown = { megapixels: undefined, upload: undefined }

  it('tells size, work and sending of a phone’s minute', () => {
    const plan = planOf(phone, phoneSize, { quality: '720p' }, { megapixels: 480, upload: 1e6 })
    expect(plan).toMatchObject({ width: 1280, height: 720, isSmaller: true })
    expect(plan.size / 1e6).toBeCloseTo(19.9, 0)
    expect(plan.encodeTime).toBeCloseTo(11.2, 0)
    expect(plan.uploadTime).toBeCloseTo(19.9, 0)
  })

  it('shows a turned picture as it is seen', () => {
    const turned = { ...phone, video: { ...video, rotation: 90 as const } }
    expect(planOf(turned, phoneSize, { quality: '720p' }, unknown)).toMatchObject({
      width: 720,
      height: 1280,
    })
  })

  it('does not promise times that nobody measured', () => {
    const plan = planOf(phone, phoneSize, { quality: '720p' }, unknown)
    expect([plan.encodeTime, plan.uploadTime]).toEqual([undefined, undefined])
  })

  it('is smaller than the original, or does not say so', () => {
    fc.assert(
      fc.property(
        anyMedia,
        fc.integer({ min: 1, max: 2 ** 40 }),
        anyChoice,
        (media, size, choice) => {
          const plan = planOf(media, size, choice, unknown)
          if (plan.isSmaller) expect(plan.size).toBeLessThan(size)
        },
      ),
    )
  })

  it('counts media alone: what a player skips is not worth an encoding', () => {
    const padded = { ...phone, video: { ...video, bitrate: 300_000 } }
    expect(planOf(padded, 1e9, { quality: '720p' }, unknown).isSmaller).toBe(false)
  })
})

describe('preselection', () => {
  const original: Choice = { quality: 'Original' }
  const preselected = (
    speeds: { megapixels: number | undefined; upload: number | undefined },
    media = phone,
  ) =>
    preselect(
      planOf(media, phoneSize, original, speeds),
      choices.map((choice) => planOf(media, phoneSize, choice, speeds)),
    )

  it('is the best quality that is sooner at VOD', () => {
    expect(preselected({ megapixels: 480, upload: 1e6 })).toEqual({ quality: '1080p' })
  })

  it('is named after the picture, where larger qualities come to the same', () => {
    const small = { ...phone, video: { ...video, width: 640, height: 360 } }
    expect(preselected({ megapixels: 480, upload: 1e6 }, small)).toEqual({ quality: '360p' })
  })

  it('is the original where the network is faster than the encoder', () => {
    expect(preselected({ megapixels: 480, upload: 50e6 })).toEqual(original)
  })

  it('is the original while a speed is unknown', () => {
    expect(preselected({ megapixels: undefined, upload: 1e6 })).toEqual(original)
    expect(preselected({ megapixels: 480, upload: undefined })).toEqual(original)
  })
})

describe('a part', () => {
  const unknown = { megapixels: undefined, upload: undefined }
  const original: Choice = { quality: 'Original' }
  const half = { start: 10, end: 40, copy: true }

  it('costs its share: of the size, of the work, of the sending', () => {
    const speeds = { megapixels: 480, upload: 1e6 }
    for (const choice of [original, ...choices]) {
      const [all, part] = [
        planOf(phone, phoneSize, choice, speeds),
        planOf(phone, phoneSize, choice, speeds, half),
      ]
      expect(part.size).toBeCloseTo(all.size / 2, -2)
      expect(part.encodeTime).toBeCloseTo((all.encodeTime ?? 0) / 2, 5)
      expect(part.uploadTime).toBeCloseTo((all.uploadTime ?? 0) / 2, 2)
    }
  })

  it('on key frames is copied; between them it is encoded at its own size, and says what that takes', () => {
    expect(targetFor(phone, original, half)).toBeUndefined()
    expect(planOf(phone, phoneSize, original, unknown, half).encodeTime).toBe(0)
    const between = { ...half, copy: false }
    expect(targetFor(phone, original, between)).toMatchObject({ width: 1920, height: 1080 })
    const plan = planOf(phone, phoneSize, original, { megapixels: 480, upload: 1e6 }, between)
    expect(plan.encodeTime).toBeGreaterThan(5)
    expect(plan.size).toBeGreaterThan(phoneSize / 2)
  })

  it('needs more bits to be encoded again than it has, and more of a codec that needs fewer', () => {
    const between = { ...half, copy: false }
    const hevc = { ...phone, video: { ...video, codec: 'hevc' } }
    const [avc, other] = [phone, hevc].map((media) => targetFor(media, original, between)?.bitrate)
    expect(avc).toBeGreaterThan(video.bitrate)
    expect(other).toBeGreaterThan(avc ?? 0)
  })

  it('of a picture that an MP4 does not hold is not copied', () => {
    expect(
      ['avc', 'hevc', 'vp9', 'av1', 'vp8', 'unknown'].map((codec) =>
        canCopyPicture({ ...phone, video: { ...video, codec } }),
      ),
    ).toEqual([true, true, true, true, false, false])
  })

  it('of which only players leave something out is not cut at all', () => {
    expect(canCopyPicture(phone)).toBe(true)
    expect(canCopyPicture({ ...phone, isEdited: true })).toBe(false)
  })
})
