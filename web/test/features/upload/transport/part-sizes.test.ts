import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  firstPartSize,
  lastPartSize,
  maxParts,
  pacedPartSize,
  partRanges,
  type PartSizeRange,
} from '../../../../src/features/upload/transport/part-sizes.ts'

describe('part sizes', () => {
  const mebibyte = 1024 * 1024

  const sizes = fc.double({ min: 1, max: 60e9, noNaN: true }).map(Math.floor)

  it('respect the limits of COS for every file size that VOD accepts, at any speed', () => {
    fc.assert(
      fc.property(
        sizes,
        fc.array(fc.double({ min: 0.001, max: 100, noNaN: true }), { minLength: 1 }),
        fc.double({ min: 0, max: 10, noNaN: true }),
        (size, seconds, latency) => {
          const min = firstPartSize(size)
          const layout: PartSizeRange[] = []
          let count = 0
          for (let from = 0, wanted = min; from < size; count++) {
            const part = lastPartSize(wanted, size - from, min)
            if (layout.at(-1)?.size !== part) layout.push({ from, size: part })
            expect(Number.isInteger(part / mebibyte)).toBe(true)
            expect(part).toBeGreaterThanOrEqual(mebibyte)
            from += part
            wanted = pacedPartSize(wanted, seconds[count % seconds.length] ?? 1, min, latency)
          }
          expect(count).toBeLessThanOrEqual(maxParts)
          const parts = partRanges(layout, maxParts, size)
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

  it('are small at first, and then the bytes that one connection sends in about a second', () => {
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

  it('grow at once if the first parts take little longer than a request without bytes', () => {
    const after = (seconds: number, latency: number) =>
      pacedPartSize(mebibyte, seconds, mebibyte, latency) / mebibyte
    expect(after(0.15, 0)).toBe(4)
    expect(after(0.15, 0.1)).toBe(16)
    // The latency may be measured too high: new connections take longer.
    expect(after(0.15, 9)).toBe(16)
    expect(after(0.45, 9)).toBe(8)
  })

  it('lose no more after an interruption on a slow network, whatever its latency', () => {
    /** Bytes of a part in flight, at most, while a file is sent at this rate. */
    const maxInFlight = (rate: number, latency: number, measured: number) => {
      let [size, max] = [mebibyte, mebibyte]
      for (let count = 0; count < 20; count++) {
        size = pacedPartSize(size, latency + size / rate, mebibyte, measured)
        max = Math.max(max, size)
      }
      return max
    }
    // A connection of at most 2 MiB/s: the first part takes half a second.
    const rates = fc.double({ min: 1000, max: 2 * mebibyte, noNaN: true })
    const latencies = fc.double({ min: 0, max: 5, noNaN: true })
    fc.assert(
      fc.property(rates, latencies, latencies, (rate, latency, measured) => {
        expect(maxInFlight(rate, latency, measured)).toBe(maxInFlight(rate, latency, 0))
      }),
    )
  })

  it('contain what a connection sends in about a second, at any speed and latency', () => {
    const rates = fc.double({ min: 2 * mebibyte, max: 1000 * mebibyte, noNaN: true })
    fc.assert(
      fc.property(rates, fc.double({ min: 0, max: 0.4, noNaN: true }), (rate, latency) => {
        let size = mebibyte
        for (let count = 0; count < 20; count++) {
          size = pacedPartSize(size, latency + size / rate, mebibyte, latency)
          expect(size === mebibyte || size / rate < 2).toBe(true)
        }
      }),
    )
  })

  it('shrink at the end of a file, so that all connections end at about the same time', () => {
    const last = (missing: number) =>
      lastPartSize(32 * mebibyte, missing * mebibyte, mebibyte) / mebibyte
    expect([1000, 190, 100, 20, 1].map(last)).toEqual([32, 32, 17, 4, 1])
  })
})
