import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MediaInfo } from '../../src/media/model/media-info.ts'
import {
  audioActionOf,
  audioBitrateOf,
  canCopyVideo,
  compressionRejectionOf,
  estimateOf,
  preselect,
  encodingTargetOf,
} from '../../src/media/model/compression-plan.ts'
import {
  type Choice,
  presets,
  type Target,
  qualityTargetOf,
} from '../../src/media/model/quality.ts'
import { phoneVideo as video } from './phone-video.ts'

const audio: NonNullable<MediaInfo['audio']> = {
  codec: 'aac',
  channels: 2,
  sampleRate: 48_000,
  bitrate: 128_000,
  canDecode: true,
}
const phone: MediaInfo = {
  duration: 60,
  video,
  audio,
  isEdited: false,
  otherTracks: [],
  canEncode: true,
}
const phoneSize = (17_128_000 * 60) / 8

const choices: Choice[] = presets.map((quality) => ({ quality }))
const anyChoice = fc.oneof(
  fc.constantFrom(...choices),
  fc.record(
    { quality: fc.constant('Auto' as const), kbps: fc.integer({ min: 100, max: 50_000 }) },
    { requiredKeys: ['quality'] },
  ),
  fc.record({
    quality: fc.constant('Custom' as const),
    kbps: fc.integer({ min: 100, max: 50_000 }),
  }),
)
type VideoInfo = MediaInfo & { video: NonNullable<MediaInfo['video']> }
const anyMedia: fc.Arbitrary<VideoInfo> = fc.record(
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
      hasAlpha: fc.boolean(),
    }),
    audio: fc.record({
      codec: fc.constantFrom('aac', 'opus', 'ac3', 'unknown'),
      channels: fc.integer({ min: 1, max: 8 }),
      sampleRate: fc.constantFrom(44_100, 48_000),
      bitrate: fc.integer({ min: 8000, max: 1_500_000 }),
      canDecode: fc.boolean(),
    }),
    isEdited: fc.boolean(),
    otherTracks: fc.constant([]),
    canEncode: fc.boolean(),
  },
  { requiredKeys: ['duration', 'video', 'isEdited', 'otherTracks', 'canEncode'] },
)

function existingTarget(media: MediaInfo, choice: Choice): Target {
  const found = qualityTargetOf(media, choice)
  if (!found) throw new Error('There should be a target.')
  return found
}

describe('target', () => {
  it.each([
    ['1080p', 1920, 1080, 5000],
    ['720p', 1280, 720, 2500],
    ['540p', 960, 540, 1500],
    ['480p', 854, 480, 1200],
    ['360p', 640, 360, 700],
  ] as const)(
    'has the size and bitrate of %s for a landscape video',
    (quality, width, height, kbps) => {
      const target = qualityTargetOf(phone, { quality })
      expect(target).toMatchObject({ width, height, frameRate: 30 })
      expect(target?.bitrate).toBeCloseTo(kbps * 1000, -4)
    },
  )

  it('measures portrait videos by their shorter side', () => {
    const portrait = { ...phone, video: { ...video, width: 1080, height: 1920 } }
    expect(qualityTargetOf(portrait, { quality: '720p' })).toMatchObject({
      width: 720,
      height: 1280,
    })
  })

  it('gives more bits to a higher frame rate, but less than proportionally', () => {
    const fast = { ...phone, video: { ...video, frameRate: 60 } }
    const slow = existingTarget(phone, { quality: '720p' }).bitrate
    const quick = existingTarget(fast, { quality: '720p' }).bitrate
    expect(quick / slow).toBeGreaterThan(1.3)
    expect(quick / slow).toBeLessThan(2)
  })

  it('keeps a custom bitrate, at the size of the source', () => {
    expect(qualityTargetOf(phone, { quality: 'Custom', kbps: 3210 })).toEqual({
      width: 1920,
      height: 1080,
      frameRate: 30,
      bitrate: 3_210_000,
    })
  })

  it('never scales up, keeps the aspect ratio, and has even sides', () => {
    fc.assert(
      fc.property(anyMedia, anyChoice, (media, choice) => {
        const target = existingTarget(media, choice)
        const { width, height } = media.video
        expect(target.width).toBeLessThanOrEqual(width)
        expect(target.height).toBeLessThanOrEqual(height)
        expect([target.width % 2, target.height % 2]).toEqual([0, 0])
        // Each side may be rounded by one pixel.
        const scale = target.width / width
        expect(Math.abs(target.height - height * scale)).toBeLessThanOrEqual(
          2 + (2 * height) / width,
        )
      }),
    )
  })

  it('never exceeds the bitrate of the source in a preset', () => {
    fc.assert(
      fc.property(anyMedia, fc.constantFrom(...choices), (media, choice) => {
        expect(existingTarget(media, choice).bitrate).toBeLessThanOrEqual(media.video.bitrate)
      }),
    )
  })
})

describe('compression', () => {
  it.each([
    ['nothing for a phone video', phone, undefined],
    ['a missing video track', { ...phone, video: undefined }, 'no-video'],
    [
      'a video codec without a decoder',
      { ...phone, video: { ...video, canDecode: false } },
      'video-codec',
    ],
    ['HDR', { ...phone, video: { ...video, isHdr: true } }, 'hdr'],
    ['an edit list', { ...phone, isEdited: true }, 'edited'],
    ['fields instead of frames', { ...phone, unsupported: 'interlaced' }, 'interlaced'],
    ['a clean aperture', { ...phone, unsupported: 'cropped' }, 'cropped'],
    ['a missing encoder', { ...phone, canEncode: false }, 'encoder'],
    [
      'an audio codec that can neither be decoded nor copied',
      { ...phone, audio: { ...audio, codec: 'unknown', canDecode: false } },
      'audio-codec',
    ],
  ] as const)('is rejected because of %s', (_, media, rejection) => {
    expect(compressionRejectionOf(media)).toBe(rejection)
  })

  it('copies or encodes every audio track that is not rejected', () => {
    fc.assert(
      fc.property(anyMedia, (media) => {
        if (compressionRejectionOf(media) !== undefined) return
        const action = audioActionOf(media)
        expect(action === 'none').toBe(media.audio === undefined)
        if (action === 'encode') expect(media.audio?.canDecode).toBe(true)
      }),
    )
  })

  it('copies AAC with any number of channels, and downmixes what it encodes', () => {
    const surround = { ...audio, channels: 6, bitrate: 384_000 }
    expect(audioBitrateOf({ ...phone, audio: surround })).toBe(384_000)
    expect(audioBitrateOf({ ...phone, audio: { ...surround, codec: 'opus' } })).toBe(128_000)
  })
})

describe('estimate', () => {
  const unknown = { megapixels: undefined, upload: undefined }

  it('contains size, encoding time and upload time of a phone video', () => {
    const estimate = estimateOf(
      phone,
      phoneSize,
      { quality: '720p' },
      { megapixels: 480, upload: 1e6 },
    )
    expect(estimate).toMatchObject({ width: 1280, height: 720, isSmaller: true })
    expect(estimate.size / 1e6).toBeCloseTo(19.9, 0)
    expect(estimate.encodeTime).toBeCloseTo(11.2, 0)
    expect(estimate.uploadTime).toBeCloseTo(19.9, 0)
  })

  it('has the measured size if the encoder ignores the bitrate', () => {
    const speeds = { megapixels: 480, bitsPerPixel: 0.5, upload: 1e6 }
    const estimate = estimateOf(phone, phoneSize, { quality: '720p' }, speeds)
    const bits = 0.5 * 1280 * 720 * video.frameRate * phone.duration
    expect(estimate.size / ((bits * 1.01) / 8)).toBeCloseTo(1, 1)
    expect(estimate.uploadTime).toBeCloseTo(estimate.size / 1e6, 5)
    expect(estimate.isSmaller).toBe(false)
  })

  it('has the displayed size of a rotated video', () => {
    const rotated = { ...phone, video: { ...video, rotation: 90 as const } }
    expect(estimateOf(rotated, phoneSize, { quality: '720p' }, unknown)).toMatchObject({
      width: 720,
      height: 1280,
    })
  })

  it('contains no times without measured speeds', () => {
    const estimate = estimateOf(phone, phoneSize, { quality: '720p' }, unknown)
    expect([estimate.encodeTime, estimate.uploadTime]).toEqual([undefined, undefined])
  })

  it('is marked as smaller only if it is smaller than the original', () => {
    fc.assert(
      fc.property(
        anyMedia,
        fc.integer({ min: 1, max: 2 ** 40 }),
        anyChoice,
        (media, size, choice) => {
          const estimate = estimateOf(media, size, choice, unknown)
          if (estimate.isSmaller) expect(estimate.size).toBeLessThan(size)
        },
      ),
    )
  })

  it('compares with the media data only, without other data in the file', () => {
    const padded = { ...phone, video: { ...video, bitrate: 300_000 } }
    expect(estimateOf(padded, 1e9, { quality: '720p' }, unknown).isSmaller).toBe(false)
  })
})

describe('preselected quality', () => {
  const original: Choice = { quality: 'Original' }
  const preselected = (
    speeds: { megapixels: number | undefined; upload: number | undefined },
    media = phone,
  ) =>
    preselect(
      estimateOf(media, phoneSize, original, speeds),
      choices.map((choice) => estimateOf(media, phoneSize, choice, speeds)),
    )

  it('is the best quality that arrives at VOD sooner than the original', () => {
    expect(preselected({ megapixels: 480, upload: 1e6 })).toEqual({ quality: '1080p' })
  })

  it('is the lowest of the qualities with the same frame size', () => {
    const small = { ...phone, video: { ...video, width: 640, height: 360 } }
    expect(preselected({ megapixels: 480, upload: 1e6 }, small)).toEqual({ quality: '360p' })
  })

  it('is the original if the network is faster than the encoder', () => {
    expect(preselected({ megapixels: 480, upload: 50e6 })).toEqual(original)
  })

  it('is the original while a speed is unknown', () => {
    expect(preselected({ megapixels: undefined, upload: 1e6 })).toEqual(original)
    expect(preselected({ megapixels: 480, upload: undefined })).toEqual(original)
  })
})

describe('trimmed video', () => {
  const unknown = { megapixels: undefined, upload: undefined }
  const original: Choice = { quality: 'Original' }
  const half = { start: 10, end: 40, copy: true }

  it('has a proportional size, encoding time and upload time', () => {
    const speeds = { megapixels: 480, upload: 1e6 }
    for (const choice of [original, ...choices]) {
      const [all, part] = [
        estimateOf(phone, phoneSize, choice, speeds),
        estimateOf(phone, phoneSize, choice, speeds, half),
      ]
      expect(part.size).toBeCloseTo(all.size / 2, -2)
      expect(part.encodeTime).toBeCloseTo((all.encodeTime ?? 0) / 2, 5)
      expect(part.uploadTime).toBeCloseTo((all.uploadTime ?? 0) / 2, 2)
    }
  })

  it('is copied between key frames, and otherwise encoded at the size of the source', () => {
    expect(encodingTargetOf(phone, original, half)).toBeUndefined()
    expect(estimateOf(phone, phoneSize, original, unknown, half).encodeTime).toBe(0)
    const between = { ...half, copy: false }
    expect(encodingTargetOf(phone, original, between)).toMatchObject({ width: 1920, height: 1080 })
    const estimate = estimateOf(
      phone,
      phoneSize,
      original,
      { megapixels: 480, upload: 1e6 },
      between,
    )
    expect(estimate.encodeTime).toBeGreaterThan(5)
    expect(estimate.size).toBeGreaterThan(phoneSize / 2)
  })

  it('is encoded with more bits than the source, above all for codecs better than H.264', () => {
    const between = { ...half, copy: false }
    const hevc = { ...phone, video: { ...video, codec: 'hevc' } }
    const [avc, other] = [phone, hevc].map(
      (media) => encodingTargetOf(media, original, between)?.bitrate,
    )
    expect(avc).toBeGreaterThan(video.bitrate)
    expect(other).toBeGreaterThan(avc ?? 0)
  })

  it('is not copied if MP4 does not hold its codec', () => {
    expect(
      ['avc', 'hevc', 'vp9', 'av1', 'vp8', 'unknown'].map((codec) =>
        canCopyVideo({ ...phone, video: { ...video, codec } }),
      ),
    ).toEqual([true, true, true, true, false, false])
  })

  it('is not copied if it has an edit list', () => {
    expect(canCopyVideo(phone)).toBe(true)
    expect(canCopyVideo({ ...phone, isEdited: true })).toBe(false)
  })
})
