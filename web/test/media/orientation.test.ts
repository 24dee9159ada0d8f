import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { orientationOf } from '../../src/media/model/orientation.ts'

/** A display matrix with this upper left part and a translation. */
const matrix = (a: number, b: number, c: number, d: number) => [a, b, 0, c, d, 0, 320, 180, 1]

describe('orientationOf', () => {
  it.each([
    ['upright', matrix(1, 0, 0, 1), 0, false],
    ['90°', matrix(0, 1, -1, 0), 90, false],
    ['180°', matrix(-1, 0, 0, -1), 180, false],
    ['270°', matrix(0, -1, 1, 0), 270, false],
    ['mirrored', matrix(-1, 0, 0, 1), 0, true],
    ['upside down and mirrored', matrix(1, 0, 0, -1), 180, true],
    ['transposed', matrix(0, 1, 1, 0), 90, true],
    ['transposed along the other diagonal', matrix(0, -1, -1, 0), 270, true],
  ] as const)('reads %s', (_, display, rotation, isFlipped) => {
    expect(orientationOf(display)).toEqual({ rotation, isFlipped })
  })

  it('ignores the scale and rounding errors of a matrix', () => {
    const scale = fc.double({ min: 0.1, max: 10, noNaN: true })
    fc.assert(
      fc.property(scale, fc.double({ min: -1e-4, max: 1e-4, noNaN: true }), (scale, error) => {
        const found = orientationOf(matrix(scale * error, scale, -scale, scale * error))
        expect(found).toEqual({ rotation: 90, isFlipped: false })
      }),
    )
  })

  it.each([
    ['another angle', matrix(Math.SQRT1_2, Math.SQRT1_2, -Math.SQRT1_2, Math.SQRT1_2)],
    ['a stretch', matrix(2, 0, 0, 1)],
    ['a shear', matrix(1, 0, 0.5, 1)],
    ['zeros', matrix(0, 0, 0, 0)],
    ['a perspective', [1, 0, 0.1, 0, 1, 0, 0, 0, 1]],
    ['too few numbers', [1, 0]],
  ])('rejects %s', (_, display) => {
    expect(orientationOf(display)).toBeUndefined()
  })
})
