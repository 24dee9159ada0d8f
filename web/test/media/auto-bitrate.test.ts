import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  chooseBitrate,
  isDecided,
  maxLoss,
  missesPlan,
  type Trial,
  trialBitratesOf,
  trialTimesOf,
} from '../../src/media/model/auto-bitrate.ts'

/** A part of a video, whose loss falls with a power of the bitrate. It looks like its source from `enough` on. */
const partThatNeeds = (enough: number, max: number, power = 1): Trial[] =>
  trialBitratesOf(max).map((bitrate) => ({ bitrate, loss: maxLoss * (enough / bitrate) ** power }))

const anyMax = fc.integer({ min: 1_000_000, max: 20_000_000 })
const anyShare = fc.double({ min: 0.01, max: 3, noNaN: true })
const anyPower = fc.double({ min: 0.2, max: 2, noNaN: true })

describe('chooseBitrate', () => {
  it('chooses a little more than the most demanding part needs, within the limits', () => {
    fc.assert(
      fc.property(
        anyMax,
        fc.array(anyShare, { minLength: 1, maxLength: 6 }),
        anyPower,
        (max, shares, power) => {
          const parts = shares.map((share) => partThatNeeds(share * max, max, power))
          const { kbps, looksSame } = chooseBitrate(parts, max)
          const needed = Math.max(...shares) * max
          if (Math.abs(needed - max) > 1) expect(looksSame).toBe(needed <= max)
          expect(kbps).toBeLessThanOrEqual(Math.round(max / 1000))
          expect(kbps).toBeGreaterThanOrEqual(Math.floor(max / 10_000))
          if (needed <= max) expect(1000 * kbps + 500).toBeGreaterThanOrEqual(needed)
          if (needed > 0.1 * max) expect(1000 * kbps - 500).toBeLessThanOrEqual(needed * 1.2)
        },
      ),
    )
  })

  it('needs one trial if it looks like the source', () => {
    fc.assert(
      fc.property(anyMax, anyShare, (max, share) => {
        const first = partThatNeeds(share * max, max).slice(0, 1)
        if (Math.abs(share - 0.2) > 1e-3) expect(isDecided([first])).toBe(share < 0.2)
      }),
    )
  })

  it('saves the bits that make no visible difference where the maximum is not enough', () => {
    const max = 2_000_000
    const part = (low: number, high: number): Trial[] => [
      { bitrate: 400_000, loss: low },
      { bitrate: max, loss: high },
    ]
    const noise = chooseBitrate([part(0.36, 0.345)], max)
    const sports = chooseBitrate([part(0.17, 0.065)], max)
    expect(noise.looksSame).toBe(false)
    expect(sports.looksSame).toBe(false)
    expect(noise.kbps).toBeLessThan(1800)
    expect(sports.kbps).toBeGreaterThan(1800)
    expect(sports.kbps).toBeLessThan(2000)
    const both = chooseBitrate([part(0.36, 0.345), part(0.17, 0.065)], max)
    expect(both).toEqual(sports)
  })

  it('spends enough bits after one trial, also if the loss falls more slowly than assumed', () => {
    const flat = fc.double({ min: 0.05, max: 1, noNaN: true })
    fc.assert(
      fc.property(
        anyMax,
        fc.double({ min: 0.01, max: 0.199, noNaN: true }),
        flat,
        (max, share, power) => {
          const first = partThatNeeds(share * max, max, power).slice(0, 1)
          expect(isDecided([first])).toBe(true)
          expect(1000 * chooseBitrate([first], max).kbps + 500).toBeGreaterThanOrEqual(share * max)
        },
      ),
    )
  })

  it('needs the minimum where each bitrate is enough, and the maximum where none is', () => {
    const parts = (loss: number) => [
      trialBitratesOf(2_000_000).map((bitrate) => ({ bitrate, loss })),
    ]
    expect(chooseBitrate(parts(0), 2_000_000)).toEqual({ kbps: 200, looksSame: true })
    expect(chooseBitrate(parts(0.2), 2_000_000)).toEqual({ kbps: 2000, looksSame: false })
    expect(chooseBitrate([[]], 2_000_000)).toEqual({ kbps: 2000, looksSame: false })
  })

  it('chooses clearly more after a result that looked worse than planned', () => {
    fc.assert(
      fc.property(anyMax, anyShare, anyShare, (max, share, missedShare) => {
        const missed = Math.min(1, missedShare) * max
        const { kbps } = chooseBitrate([partThatNeeds(share * max, max)], max, missed)
        expect(1000 * kbps + 500).toBeGreaterThanOrEqual(Math.min(max, 1.3 * missed))
      }),
    )
  })
})

it('tries a few parts in the middle of equal sections, in ascending order', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1000, noNaN: true }),
      fc.double({ min: 0.1, max: 20_000, noNaN: true }),
      (start, duration) => {
        const times = trialTimesOf({ start, end: start + duration })
        expect(times.length).toBeGreaterThanOrEqual(2)
        expect(times.length).toBeLessThanOrEqual(6)
        expect(times).toEqual(times.toSorted((a, b) => a - b))
        expect(Math.min(...times)).toBeGreaterThan(start)
        expect(Math.max(...times)).toBeLessThan(start + duration)
      },
    ),
  )
})

it('accepts a result that looks slightly worse than the trials', () => {
  expect([0.02, 0.035, 0.04].map(missesPlan)).toEqual([false, false, true])
})
