import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import {
  bubbleDiameter,
  fitInside,
  initialBubble,
  limitBubble,
  squareOf,
} from '../../../src/features/capture/model/bubble.ts'

const sizes = fc.record({
  width: fc.integer({ min: 100, max: 4000 }),
  height: fc.integer({ min: 100, max: 4000 }),
})

describe('the circle with the camera', () => {
  it('is inside of the screen at every position', () => {
    fc.assert(
      fc.property(sizes, fc.double({ noNaN: true }), fc.double({ noNaN: true }), (size, x, y) => {
        const limited = limitBubble({ x, y }, size)
        const radius = bubbleDiameter(size) / 2
        expect(limited.x * size.width - radius).toBeGreaterThanOrEqual(0)
        expect(limited.x * size.width + radius).toBeLessThanOrEqual(size.width)
        expect(limited.y * size.height - radius).toBeGreaterThanOrEqual(0)
        expect(limited.y * size.height + radius).toBeLessThanOrEqual(size.height)
      }),
    )
  })

  it('starts at the bottom left, and keeps a position that is possible', () => {
    const size = { width: 1280, height: 720 }
    const first = limitBubble(initialBubble, size)
    expect([first.x * 1280, first.y * 720].map(Math.round)).toEqual([159, 561])
    expect(limitBubble({ x: 0.5, y: 0.5 }, size)).toEqual({ x: 0.5, y: 0.5 })
  })

  it('shows the largest square in the middle of the camera', () => {
    expect(squareOf({ width: 640, height: 480 })).toEqual({ x: 80, y: 0, side: 480 })
    expect(squareOf({ width: 480, height: 640 })).toEqual({ x: 0, y: 80, side: 480 })
  })
})

it('fits a screen whose size has changed into the first size', () => {
  const frame = { width: 1280, height: 720 }
  expect(fitInside(frame, frame)).toEqual({ x: 0, y: 0, ...frame })
  expect(fitInside({ width: 400, height: 400 }, frame)).toEqual({
    x: 280,
    y: 0,
    width: 720,
    height: 720,
  })
})
