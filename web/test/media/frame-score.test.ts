import { describe, expect, it } from 'vitest'
import { coverTimes, minScore, scoreOf } from '../../src/media/model/frame-score.ts'

const width = 8

/** A frame with one brightness, 0 to 255, for each pixel. */
const frame = (brightnessOf: (x: number, y: number) => number) =>
  Uint8ClampedArray.from({ length: width * width * 4 }, (_, index) => {
    const pixel = Math.floor(index / 4)
    return index % 4 === 3 ? 255 : brightnessOf(pixel % width, Math.floor(pixel / width))
  })

const checkerboard = (dark: number, light: number) =>
  frame((x, y) => ((x + y) % 2 === 0 ? dark : light))

describe('scoreOf', () => {
  it.each([0, 128, 255])('rates a frame of one colour as empty, also brightness %i', (value) => {
    expect(
      scoreOf(
        frame(() => value),
        width,
      ),
    ).toBeLessThan(minScore)
  })

  it('rates details higher than a gradient', () => {
    const gradient = frame((x) => (x / width) * 255)
    expect(scoreOf(checkerboard(64, 192), width)).toBeGreaterThan(scoreOf(gradient, width))
    expect(scoreOf(gradient, width)).toBeGreaterThan(minScore)
  })

  it.each([
    ['dark', checkerboard(0, 40)],
    ['bright', checkerboard(215, 255)],
  ])('rates a %s frame lower than one of medium brightness', (_, extreme) => {
    expect(scoreOf(extreme, width)).toBeLessThan(scoreOf(checkerboard(108, 148), width))
  })
})

describe('coverTimes', () => {
  it('returns times in the first third of the range, without its first frame', () => {
    const times = coverTimes({ start: 30, end: 60 })
    expect(times).toEqual([31.25, 33.75, 36.25, 38.75])
  })
})
