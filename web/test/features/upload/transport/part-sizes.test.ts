import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  firstPartSize,
  lastPartSize,
  maxParts,
  pacedPartSize,
  parallelParts,
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
        (size, seconds) => {
          const min = firstPartSize(size)
          const layout: PartSizeRange[] = []
          let count = 0
          for (let from = 0, wanted = min; from < size; count++) {
            const part = lastPartSize(wanted, size - from, min)
            if (layout.at(-1)?.size !== part) layout.push({ from, size: part })
            expect(Number.isInteger(Math.log2(part / mebibyte))).toBe(true)
            expect(part).toBeGreaterThanOrEqual(mebibyte)
            from += part
            wanted = pacedPartSize(wanted, seconds[count % seconds.length] ?? 1, min)
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

  it('shrink at the end of a file, so that no connection is idle', () => {
    const last = (remaining: number) =>
      lastPartSize(32 * mebibyte, remaining * mebibyte, mebibyte) / mebibyte
    expect([1000, 190, 100, 20].map(last)).toEqual([32, 16, 16, 8])
    expect(32 / parallelParts).toBeLessThan(8)
  })
})
