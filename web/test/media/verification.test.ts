import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Picture, showsDifferent } from '../../src/media/model/picture-comparison.ts'
import { soundsDifferent } from '../../src/media/model/sound-comparison.ts'
import { differenceOfTimes } from '../../src/media/model/track-comparison.ts'

const width = 48
const height = 27

/** A picture whose pixels are computed from their position. */
const picture = (colourAt: (x: number, y: number) => number[]): Picture => ({
  ...{ time: 0, width },
  pixels: Uint8ClampedArray.from(
    Array.from({ length: width * height }, (_, index) => [
      ...colourAt(index % width, Math.floor(index / width)),
      255,
    ]).flat(),
  ),
})

const scene = (x: number, y: number) => [5 * x, 9 * y, x > 30 ? 200 : 20]

describe('showsDifferent', () => {
  it('is false for the noise of an encoder', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.integer({ min: -12, max: 12 })), (noise) => {
        const next = () => Number(noise.next().value)
        const noisy = picture((x, y) => scene(x, y).map((value) => value + next()))
        expect(showsDifferent(noisy, picture(scene))).toBe(false)
      }),
      { numRuns: 20 },
    )
  })

  it.each([
    ['a mirrored picture', (x: number, y: number) => scene(width - 1 - x, y)],
    ['a picture upside down', (x: number, y: number) => scene(x, height - 1 - y)],
    ['a stretched picture', (x: number, y: number) => scene(x / 2, y)],
    ['exchanged colours', (x: number, y: number) => scene(x, y).toReversed()],
    ['another brightness', (x: number, y: number) => scene(x, y).map((value) => value + 40)],
    ['black', () => [0, 0, 0]],
  ])('is true for %s', (_, other) => {
    expect(showsDifferent(picture(other), picture(scene))).toBe(true)
  })

  it('is false for two dark pictures without structure', () => {
    expect(
      showsDifferent(
        picture(() => [3, 3, 3]),
        picture(() => [0, 0, 0]),
      ),
    ).toBe(false)
  })
})

describe('soundsDifferent', () => {
  const beeps = Array.from({ length: 30 }, (_, index) => (index % 15 < 4 ? 0.5 : 0))
  const shifted = (by: number) => beeps.map((_, index) => beeps[(index - by + 30) % 30] ?? 0)

  it('is false for the same sound, also if it is softer or an interval later', () => {
    expect(soundsDifferent(beeps, beeps)).toBe(false)
    expect(
      soundsDifferent(
        beeps.map((value) => value * 0.6),
        beeps,
      ),
    ).toBe(false)
    expect(soundsDifferent(shifted(1), beeps)).toBe(false)
    expect(
      soundsDifferent(
        beeps.map(() => 0.001),
        beeps.map(() => 0),
      ),
    ).toBe(false)
  })

  it('is true for sound at another time, and for silence', () => {
    expect(soundsDifferent(shifted(7), beeps)).toBe(true)
    expect(
      soundsDifferent(
        beeps.map(() => 0),
        beeps,
      ),
    ).toBe(true)
    expect(
      soundsDifferent(
        beeps,
        beeps.map(() => 0),
      ),
    ).toBe(true)
  })
})

describe('differenceOfTimes', () => {
  const expected = { count: 100, first: 0, last: 3.96 }
  const tolerance = { first: 0.05, last: 0.1, missingShare: 0.02, count: 1 }

  it.each([
    [expected, undefined],
    [{ ...expected, count: 97 }, undefined],
    [{ ...expected, count: 96 }, '96 frames or packets instead of 100'],
    [{ ...expected, count: 102 }, '102 frames or packets instead of 100'],
    [{ ...expected, first: 0.2 }, 'first at 0.2 s instead of 0 s'],
    [{ ...expected, last: 3 }, 'last at 3 s instead of 3.96 s'],
    [{ ...expected, last: NaN }, 'last at NaN s instead of 3.96 s'],
    [{ first: 0, last: 3.96 }, undefined],
  ])('of %o', (found, difference) => {
    expect(differenceOfTimes(found, expected, tolerance)).toBe(difference)
  })
})
