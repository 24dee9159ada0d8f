import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { bt601, bt709, rgbaToI420 } from '../../src/media/model/rgba-to-i420.ts'

/** Luma and chroma of a block of one colour. */
function convert([r = 0, g = 0, b = 0]: number[], format = bt709): number[] {
  const pixels = Array.from({ length: 4 }, () => [r, g, b, 255]).flat()
  const planes = new Uint8Array(6)
  rgbaToI420(Uint8ClampedArray.from(pixels), { width: 2, height: 2 }, format, planes)
  expect([...planes.subarray(1, 4)]).toEqual(Array.from({ length: 3 }, () => planes[0]))
  return [...planes.subarray(3)]
}

// Nominal values of ITU-R BT.709, 3.5, and BT.601.
it.each([
  ['black', [0, 0, 0], [16, 128, 128]],
  ['white', [255, 255, 255], [235, 128, 128]],
  ['red', [255, 0, 0], [63, 102, 240]],
  ['green', [0, 255, 0], [173, 42, 26]],
  ['blue', [0, 0, 255], [32, 240, 118]],
])('converts %s to BT.709 with limited range', (_, colour, expected) => {
  expect(convert(colour)).toEqual(expected)
})

it('converts to other matrices and to full range', () => {
  expect(convert([255, 0, 0], bt601)).toEqual([81, 90, 240])
  expect(convert([255, 255, 255], { ...bt709, isFullRange: true })).toEqual([255, 128, 128])
})

it('keeps greys without colour, and stays in range', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 255 }), (grey) => {
      const [luma, ...chroma] = convert([grey, grey, grey])
      expect(luma).toBe(Math.round(16 + (grey * 219) / 255))
      expect(chroma).toEqual([128, 128])
    }),
  )
})

it('averages chroma over two rows and columns, at the position of its block', () => {
  const width = 4
  const pixels = new Uint8ClampedArray(width * 2 * 4)
  for (const pixel of [2, 3, 6, 7]) pixels.set([0, 0, 255, 255], pixel * 4)
  const planes = new Uint8Array(12)
  rgbaToI420(pixels, { width, height: 2 }, bt709, planes)
  expect([...planes]).toEqual([16, 16, 32, 32, 16, 16, 32, 32, 128, 240, 128, 118])
})
