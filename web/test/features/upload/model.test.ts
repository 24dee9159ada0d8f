import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backoff } from '../../../src/features/upload/model/backoff.ts'
import { repetitions, toFailure } from '../../../src/features/upload/model/failure.ts'
import { mostParts, partSizeFor } from '../../../src/features/upload/model/parts.ts'
import { addSample, type Sample, speed } from '../../../src/features/upload/model/speed.ts'

describe('speed', () => {
  const samplesOf = (count: number, everyMs: number, bytesEach: number, from = 0) =>
    Array.from({ length: count }, (_, index) => ({
      time: from + index * everyMs,
      bytes: index * bytesEach,
    }))

  it('of a steady transfer is its own', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5, max: 200 }),
        fc.integer({ min: 100, max: 1000 }),
        fc.integer({ min: 1, max: 1e7 }),
        (count, everyMs, bytesEach) => {
          const samples = samplesOf(count, everyMs, bytesEach).reduce<Sample[]>(addSample, [])
          const expected = (bytesEach / everyMs) * 1000
          expect(speed(samples)).toBeCloseTo(expected, 3)
        },
      ),
    )
  })

  it('follows a change within its window', () => {
    const slow = samplesOf(50, 200, 1000)
    const last = slow.at(-1) ?? { time: 0, bytes: 0 }
    const fast = Array.from({ length: 60 }, (_, index) => ({
      time: last.time + (index + 1) * 200,
      bytes: last.bytes + (index + 1) * 100_000,
    }))
    expect(speed([...slow, ...fast].reduce<Sample[]>(addSample, []))).toBeCloseTo(500_000, -3)
  })

  it('is unknown at first, and never negative', () => {
    expect(speed([])).toBe(0)
    expect(speed([{ time: 0, bytes: 0 }])).toBe(0)
    expect(
      speed([
        { time: 0, bytes: 500 },
        { time: 1000, bytes: 0 },
      ]),
    ).toBe(0)
  })

  it('keeps a bounded number of samples', () => {
    const samples = samplesOf(10_000, 200, 1).reduce<Sample[]>(addSample, [])
    expect(samples.length).toBeLessThan(60)
  })
})

describe('parts', () => {
  const mebibyte = 1024 * 1024

  it('are what COS takes of any file that VOD takes, whatever the network', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 60e9, noNaN: true }).map(Math.floor),
        fc.option(fc.double({ min: 1, max: 1e10, noNaN: true }), { nil: undefined }),
        (size, bytesPerSecond) => {
          const part = partSizeFor(size, bytesPerSecond)
          expect(part).toBeGreaterThanOrEqual(mebibyte)
          expect(Number.isInteger(Math.log2(part / mebibyte))).toBe(true)
          expect(Math.ceil(size / part)).toBeLessThanOrEqual(mostParts)
        },
      ),
    )
  })

  it('are small where the network is slow, and large where it is fast', () => {
    const size = 1000 * mebibyte
    const parts = [undefined, 1e6, 8e6, 60e6, 1e9].map((speed) => partSizeFor(size, speed))
    expect(parts.map((part) => part / mebibyte)).toEqual([4, 1, 1, 8, 32])
    expect(partSizeFor(60 * mebibyte, 1e9) / mebibyte).toBe(4)
  })
})

describe('backoff', () => {
  it('grows, up to a limit, and is never nothing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempt, random) => {
          const ms = backoff(attempt, random)
          expect(ms).toBeGreaterThanOrEqual(250)
          expect(ms).toBeLessThanOrEqual(20_000)
        },
      ),
    )
    expect(backoff(4, 0.5)).toBeGreaterThan(backoff(3, 0.5))
  })
})

describe('toFailure', () => {
  const vod = (code: number, message: string) => Object.assign(new Error(message), { code })
  const cos = (statusCode: number, code: string) =>
    Object.assign(new Error(code), { statusCode, code })

  it.each([
    [
      'the SDK’s network error',
      Object.assign(new Error('Network Error'), { code: 500, isAxiosError: true }),
      'network-lost',
    ],
    [
      'a time-out of the SDK',
      Object.assign(new Error('timeout of 5000ms exceeded'), { code: 500, isAxiosError: true }),
      'network-lost',
    ],
    ['COS cut off', new Error('CORS blocked or network error'), 'network-lost'],
    ['COS out of order', cos(503, 'SlowDown'), 'network-lost'],
    ['COS session gone', cos(404, 'NoSuchUpload'), 'session-expired'],
    ['COS credentials over', cos(403, 'AccessDenied'), 'session-expired'],
    ['COS refusing', cos(403, 'SignatureDoesNotMatch'), 'storage-refused'],
    ['an expired signature', vod(10010, 'ugc upload | signature expired'), 'signature-expired'],
    ['a used signature', vod(10021, 'duplicate vod signature'), 'signature-expired'],
    ['an invalid signature', vod(10004, 'ugc upload | invalid signature'), 'signature-refused'],
    ['any other refusal of VOD', vod(10001, 'ugc upload | invalid request'), 'vod-refused'],
    ['a bare string', 'get ETag error, please add "ETag" to CORS ExposeHeader', 'unexpected'],
    [
      'a file that changed on disk',
      new DOMException('gone', 'NotReadableError'),
      'file-unreadable',
    ],
    [
      'the edge’s own refusal',
      Object.assign(new Error(), { code: 'upload-closed' }),
      'upload-closed',
    ],
    ['the edge out of reach', Object.assign(new Error(), { code: 'network-lost' }), 'network-lost'],
    ['nothing at all', undefined, 'unexpected'],
  ])('names %s', (_, error, code) => {
    expect(toFailure(error).code).toBe(code)
  })

  it('has words for whatever is thrown', () => {
    fc.assert(
      fc.property(fc.anything(), (thrown) => {
        expect(toFailure(thrown)).toMatchObject({ code: expect.any(String) })
      }),
    )
  })

  it('repeats what may pass, and never what will be refused again', () => {
    expect(repetitions(toFailure(new Error('CORS blocked or network error')))).toBeGreaterThan(5)
    expect(repetitions(toFailure(vod(10004, 'invalid signature')))).toBe(0)
    expect(repetitions(toFailure({ code: 'not-permitted' }))).toBe(0)
  })
})
