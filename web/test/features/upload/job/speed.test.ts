import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addSample,
  estimate,
  type Sample,
  speed,
} from '../../../../src/features/upload/job/speed.ts'

describe('speed', () => {
  const samplesOf = (count: number, everyMs: number, bytesEach: number, from = 0) =>
    Array.from({ length: count }, (_, index) => ({
      time: from + index * everyMs,
      bytes: index * bytesEach,
    }))

  it('is the average of a steady transfer', () => {
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

  it('is 0 at first and never negative', () => {
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

describe('estimate', () => {
  const samples: Sample[] = [
    { time: 0, bytes: 0 },
    { time: 1000, bytes: 100 },
  ]

  it('predicts the remaining time from the speed', () => {
    expect(estimate(samples, { sentBytes: 100, totalBytes: 1000 })).toEqual({
      sentBytes: 100,
      speed: 100,
      remainingSeconds: 9,
    })
  })

  it('has no remaining time while the speed is unknown', () => {
    expect(estimate([], { sentBytes: 0, totalBytes: 1000 })).toMatchObject({
      speed: 0,
      remainingSeconds: undefined,
    })
  })

  it('uses the time of the encoder until the result is complete, and then its size', () => {
    const growing = { totalBytes: 500, encoded: 0.5, remainingEncodingSeconds: 7 }
    const input = { sentBytes: 100, totalBytes: 1000 }
    expect(estimate(samples, { ...input, result: growing }).remainingSeconds).toBe(7)
    const complete = { totalBytes: 500, encoded: 1 }
    expect(estimate(samples, { ...input, result: complete }).remainingSeconds).toBe(4)
  })
})
