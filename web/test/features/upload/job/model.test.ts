import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { repetitions, toFailure } from '../../../../src/features/upload/job/failure.ts'
import {
  type Cut,
  firstPartSize,
  lastPartSize,
  mostParts,
  pacedPartSize,
  parallelParts,
  partsOf,
} from '../../../../src/features/upload/transport/part-sizes.ts'
import { addSample, type Sample, speed } from '../../../../src/features/upload/job/speed.ts'

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

  const sizes = fc.double({ min: 1, max: 60e9, noNaN: true }).map(Math.floor)

  it('are what COS takes of any file that VOD takes, whatever the network', () => {
    fc.assert(
      fc.property(
        sizes,
        fc.array(fc.double({ min: 0.001, max: 100, noNaN: true }), { minLength: 1 }),
        (size, seconds) => {
          const least = firstPartSize(size)
          const cuts: Cut[] = []
          let count = 0
          for (let from = 0, wanted = least; from < size; count++) {
            const part = lastPartSize(wanted, size - from, least)
            if (cuts.at(-1)?.size !== part) cuts.push({ from, size: part })
            expect(Number.isInteger(Math.log2(part / mebibyte))).toBe(true)
            expect(part).toBeGreaterThanOrEqual(mebibyte)
            from += part
            wanted = pacedPartSize(wanted, seconds[count % seconds.length] ?? 1, least)
          }
          expect(count).toBeLessThanOrEqual(mostParts)
          const parts = partsOf(cuts, mostParts, size)
          expect(parts).toHaveLength(count)
          expect(parts.every(({ start }, index) => start === (parts[index - 1]?.end ?? 0))).toBe(
            true,
          )
          expect(parts.at(-1)?.end).toBe(size)
        },
      ),
      { numRuns: 30 },
    )
  })

  it('are small at first, and then what one connection sends in about a second', () => {
    expect(firstPartSize(1e9)).toBe(mebibyte)
    const paced = (size: number, seconds: number) =>
      pacedPartSize(size * mebibyte, seconds, mebibyte) / mebibyte
    expect(paced(1, 0.6)).toBe(1)
    expect(paced(1, 0.1)).toBe(8)
    expect(paced(4, 0.3)).toBe(8)
    expect(paced(1, 0.01)).toBe(32)
    expect(paced(16, 0.001)).toBe(32)
    expect(paced(8, 1.9)).toBe(8)
    expect(paced(8, 4.1)).toBe(1)
    expect(paced(1, 60)).toBe(1)
  })

  it('leave no connection idle beside a large last one', () => {
    const last = (left: number) => lastPartSize(32 * mebibyte, left * mebibyte, mebibyte) / mebibyte
    expect([1000, 190, 100, 20].map(last)).toEqual([32, 16, 16, 8])
    expect(32 / parallelParts).toBeLessThan(8)
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
    ['a network too slow for COS', cos(400, 'UserNetworkTooSlow'), 'network-lost'],
    ['a part that COS waited for', cos(400, 'RequestTimeout'), 'network-lost'],
    ['a part that came to COS in half', cos(400, 'IncompleteBody'), 'network-lost'],
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
    for (const code of ['vod-unavailable', 'issuer-unavailable', 'internal-error'])
      expect(repetitions(toFailure({ code }))).toBe(3)
    expect(repetitions(toFailure(vod(10004, 'invalid signature')))).toBe(0)
    expect(repetitions(toFailure({ code: 'not-permitted' }))).toBe(0)
  })
})
