import { expect, it } from 'vitest'
import { positionAfterKey } from '../../../src/features/prepare/trim/position-keys.ts'

/** Frames at 25 per second, for four seconds. */
const frames = Float64Array.from({ length: 100 }, (_, index) => index / 25)

it.each([
  ['ArrowRight', 1, 1.04],
  ['ArrowLeft', 1, 0.96],
  ['PageUp', 1, 2],
  ['PageDown', 2, 1],
  ['Home', 2, 0],
  ['End', 2, 3.96],
  // Between two frames.
  ['ArrowLeft', 1.01, 1],
])('%s moves from %d to %d seconds', (key, from, to) => {
  expect(positionAfterKey(key, frames, from)).toBeCloseTo(to, 6)
})

it('moves at least to the next position if positions are further apart than a second', () => {
  expect(positionAfterKey('PageUp', Float64Array.of(0, 2.5, 5), 0)).toBe(2.5)
})

it('ignores other keys', () => {
  expect(positionAfterKey('x', frames, 1)).toBeUndefined()
})
