import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Luma, scaleLuma, ssimOf } from '../../src/media/model/luma.ts'

/** A frame whose luma is computed from the position, with bytes between the rows. */
function frame(width: number, height: number, lumaAt: (x: number, y: number) => number): Luma {
  const stride = width + 5
  const data = new Uint8Array(stride * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) data[y * stride + x] = lumaAt(x, y)
  return { width, height, stride, data }
}

const scene = (x: number, y: number) => 128 + 60 * Math.sin(x / 5) + 50 * Math.cos(y / 7)

describe('ssimOf', () => {
  it('is 1 for equal frames, and falls with the noise', () => {
    const source = frame(64, 48, scene)
    const noisy = (strength: number) =>
      frame(64, 48, (x, y) => scene(x, y) + strength * (((x * 7 + y * 13) % 5) - 2))
    const results = [0, 1, 3, 9].map((strength) => ssimOf(noisy(strength), source))
    expect(results[0]).toBeCloseTo(1, 10)
    expect(results).toEqual(results.toSorted((a, b) => b - a))
    expect(results.at(-1)).toBeLessThan(0.95)
  })

  it('is the value of the formula for two flat frames', () => {
    const [a, b] = [100, 120]
    const expected = (2 * a * b + 6.5025) / (a * a + b * b + 6.5025)
    const flat = (luma: number) => frame(16, 16, () => luma)
    expect(ssimOf(flat(a), flat(b))).toBeCloseTo(expected, 10)
  })

  it('is 0 for another size', () => {
    expect(ssimOf(frame(16, 8, scene), frame(16, 16, scene))).toBe(0)
  })
})

describe('scaleLuma', () => {
  it('returns a frame of the size itself', () => {
    const source = frame(16, 16, scene)
    expect(scaleLuma(source, 16, 16)).toBe(source)
  })

  it('averages the pixels', () => {
    const source = frame(4, 2, (x, y) => 10 * x + 20 * y)
    expect([...scaleLuma(source, 2, 1).data]).toEqual([15, 35])
  })

  it('keeps flat areas at every size', () => {
    const side = fc.integer({ min: 1, max: 40 })
    fc.assert(
      fc.property(side, side, side, side, (width, height, targetWidth, targetHeight) => {
        const [w, h] = [Math.min(width, targetWidth), Math.min(height, targetHeight)]
        const flat = frame(width, height, () => 77)
        const { data, stride } = scaleLuma(flat, w, h)
        for (let y = 0; y < h; y++)
          for (let x = 0; x < w; x++) expect(data[y * stride + x]).toBe(77)
      }),
    )
  })
})
