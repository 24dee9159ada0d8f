import fc from 'fast-check'
import { validateSourceFile } from '@reelferry/contract'
import { describe, expect, it } from 'vitest'
import { clockText } from '../../../src/features/capture/model/clock-text.ts'
import { cameraConstraints } from '../../../src/features/capture/model/devices.ts'
import { recordingType } from '../../../src/features/capture/model/recording-type.ts'
import { levelOf, loudnessOf } from '../../../src/features/capture/model/audio-level.ts'
import {
  bitrateOf,
  limitOf,
  reached,
} from '../../../src/features/capture/model/recording-limits.ts'
import {
  directoryNameOf,
  parseDirectoryName,
  titleOf,
} from '../../../src/features/capture/model/recording-name.ts'
import {
  CaptureError,
  deviceFailureOf,
  finishFailureOf,
  recorderFailureOf,
} from '../../../src/features/capture/model/capture-failure.ts'
import { StorageError } from '../../../src/platform/storage-error.ts'
import { maxAudioPackets } from '../../../src/media/model/audio-packets.ts'

it('leaves room for the sound of a recording, in AAC and in Opus', () => {
  for (const rate of [8_000, 16_000, 44_100, 48_000, 96_000])
    for (const seconds of [0.1, 30, 7200]) {
      const max = maxAudioPackets(seconds, rate)
      expect(max).toBeGreaterThan((seconds * rate) / 1024)
      expect(max).toBeGreaterThan(seconds * 50)
    }
})

describe('recording names', () => {
  it('contain the local date and time', () => {
    const at = new Date(2026, 10, 24, 21, 5, 59).getTime()
    expect(titleOf('Camera', at)).toBe('Camera 2026-11-24 21.05')
  })

  it('are valid for VOD in every language', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('Camera', 'Screen', '摄像头', '屏幕'),
        fc.integer({ min: 0, max: 8e12 }),
        fc.constantFrom('mp4', 'webm'),
        (word, at, extension) => {
          const file = { name: `${titleOf(word, at)}.${extension}`, size: 1, type: '' }
          expect(validateSourceFile(file, Infinity)).toBeUndefined()
        },
      ),
    )
  })

  it('are parsed from directory names, and not from other names', () => {
    const id = fc.record({
      kind: fc.constantFrom('camera' as const, 'screen' as const),
      startedAt: fc.nat({ max: 999_999_999_999_999 }),
    })
    fc.assert(
      fc.property(id, (recordingId) => {
        expect(parseDirectoryName(directoryNameOf(recordingId))).toEqual(recordingId)
      }),
    )
    for (const other of ['camera-', 'camera-1x', 'sound-1', 'camera-1.crswap', ''])
      expect(parseDirectoryName(other)).toBeUndefined()
  })
})

describe('limits', () => {
  const gigabyte = 1024 ** 3

  it('leave space for the finished file and for other uses', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 100 * gigabyte, noNaN: true }),
        fc.integer({ min: 1_000_000, max: 24_000_000 }),
        fc.integer({ min: 1, max: 50 * gigabyte }),
        (free, bitrate, maxFileBytes) => {
          const limit = limitOf({ free, bitrate, maxFileBytes })
          if (!limit) return
          expect(2 * limit.bytes).toBeLessThan(free)
          expect(limit.bytes).toBeLessThan(maxFileBytes)
          expect((limit.seconds * bitrate) / 8).toBeLessThanOrEqual(limit.bytes)
          expect(limit.seconds).toBeLessThanOrEqual(7200)
        },
      ),
    )
  })

  it('do not allow a recording that would end at once', () => {
    expect(limitOf({ free: 0, bitrate: 6e6, maxFileBytes: Infinity })).toBeUndefined()
    expect(limitOf({ free: 100 * gigabyte, bitrate: 6e6, maxFileBytes: 1e6 })).toBeUndefined()
    expect(limitOf({ free: 100 * gigabyte, bitrate: 6e6, maxFileBytes: Infinity })).toMatchObject({
      seconds: 7200,
    })
  })

  it('are reached by duration or by size', () => {
    const limit = { seconds: 10, bytes: 100 }
    expect(reached(limit, { seconds: 9.9, bytes: 99 })).toBeUndefined()
    expect(reached(limit, { seconds: 10, bytes: 99 })).toBe('max-duration')
    expect(reached(limit, { seconds: 1, bytes: 100 })).toBe('no-space')
  })

  it('allow more bits for larger and faster videos, within bounds', () => {
    expect(bitrateOf({ width: 1920, height: 1080, frameRate: 30 })).toBe(6_220_800)
    expect(bitrateOf({ width: 160, height: 90, frameRate: 10 })).toBe(1_000_000)
    expect(bitrateOf({ width: 7680, height: 4320, frameRate: 60 })).toBe(24_000_000)
  })
})

describe('recording format', () => {
  it.each([
    ['Chromium', ['video/x-matroska;codecs=avc1,opus', 'video/webm;codecs=vp9,opus'], /matroska/],
    ['Safari', ['video/mp4;codecs=avc1,mp4a.40.2'], /mp4/],
    ['Firefox', ['video/webm;codecs=vp8,opus'], /webm/],
  ])('is the best one that %s supports', (_, supported, expected) => {
    expect(recordingType((type) => supported.includes(type))).toMatch(expected)
  })

  it('is undefined if no format is supported', () => {
    expect(recordingType(() => false)).toBeUndefined()
  })
})

describe('camera constraints', () => {
  it('contain an id or a facing mode, and an ideal size', () => {
    const common = { resolution: 720, hasMicrophone: true } as const
    expect(cameraConstraints(common)).toMatchObject({
      facingMode: 'user',
      width: { ideal: 1280 },
      height: { ideal: 720 },
    })
    expect(cameraConstraints({ ...common, facing: 'environment' }).facingMode).toBe('environment')
    const named = cameraConstraints({ ...common, camera: 'a' })
    expect(named.deviceId).toEqual({ exact: 'a' })
    expect(named.facingMode).toBeUndefined()
  })
})

describe('audio level', () => {
  const tone = (amplitude: number) =>
    Array.from({ length: 1024 }, (_, index) => amplitude * Math.sin(index / 5))

  it('is logarithmic, from 0 to 1', () => {
    expect(levelOf(tone(0))).toBe(0)
    expect(levelOf([])).toBe(0)
    expect(levelOf(tone(1))).toBeGreaterThan(0.9)
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1, max: 1, noNaN: true })), (samples) => {
        expect(levelOf(samples)).toBeGreaterThanOrEqual(0)
        expect(levelOf(samples)).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('has a category', () => {
    const words = [0, 0.003, 0.1, 1].map((amplitude) => loudnessOf(levelOf(tone(amplitude))))
    expect(words).toEqual(['silent', 'quiet', 'good', 'loud'])
  })
})

it.each([
  [0, '0:00'],
  [7.9, '0:07'],
  [750, '12:30'],
  [3723, '1:02:03'],
])('formats %s s as %s', (seconds, text) => {
  expect(clockText(seconds)).toBe(text)
})

describe('a failure of a capture', () => {
  const named = (name: string) => new DOMException('', name)

  it.each([
    ['NotAllowedError', 'denied', 'nothing-chosen'],
    ['SecurityError', 'denied', 'nothing-chosen'],
    ['NotFoundError', 'no-device', 'no-screen'],
    ['OverconstrainedError', 'no-device', 'no-screen'],
    ['NotReadableError', 'in-use', 'screen-unavailable'],
    ['AbortError', 'in-use', 'screen-unavailable'],
    ['InvalidStateError', 'unexpected', 'screen-unavailable'],
  ] as const)('of the devices: %s', (name, camera, screen) => {
    expect(deviceFailureOf(named(name), 'camera')).toBe(camera)
    expect(deviceFailureOf(named(name), 'screen')).toBe(screen)
  })

  it('of the recorder is never a failure of the devices', () => {
    for (const name of ['SecurityError', 'NotAllowedError', 'NotFoundError', 'QuotaExceededError'])
      expect(recorderFailureOf(named(name))).toBe('recorder-failed')
    expect(recorderFailureOf(new CaptureError('no-space'))).toBe('no-space')
  })

  it('of the media worker or the storage, when a file is made', () => {
    const failed = (failure: string) => ({ name: 'CompressionError', failure })
    expect(finishFailureOf(failed('unreadable'))).toBe('nothing-recorded')
    expect(finishFailureOf(failed('no-space'))).toBe('no-space')
    expect(finishFailureOf(failed('storage'))).toBe('storage-unavailable')
    expect(finishFailureOf(failed('wrong-output'))).toBe('unexpected')
    expect(finishFailureOf(new StorageError(named('SecurityError')))).toBe('storage-unavailable')
    expect(finishFailureOf(new StorageError(named('QuotaExceededError')))).toBe('no-space')
    expect(finishFailureOf(undefined)).toBe('unexpected')
  })
})
