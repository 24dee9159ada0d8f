import { describe, expect, it } from 'vitest'
import { layoutTiles, tileTimes } from '../../src/media/model/preview-tiles.ts'

describe('layoutTiles', () => {
  it.each([
    ['a wide video', 1920, 1080, 3, { count: 3, columns: 3, width: 160, height: 90 }],
    ['a tall video', 1080, 1920, 25, { count: 25, columns: 10, width: 90, height: 160 }],
    ['a long video', 640, 480, 7200, { count: 60, columns: 10, width: 160, height: 120 }],
    ['less than a second', 640, 360, 0.2, { count: 1, columns: 1, width: 160, height: 90 }],
    ['an extreme shape', 4000, 100, 9, { count: 9, columns: 9, width: 160, height: 16 }],
  ])('arranges the tiles of %s', (_, width, height, duration, layout) => {
    expect(layoutTiles({ width, height }, duration)).toEqual(layout)
  })

  it('has none without a duration or a size', () => {
    expect(layoutTiles({ width: 640, height: 360 }, 0)).toBeUndefined()
    expect(layoutTiles({ width: 0, height: 360 }, 5)).toBeUndefined()
  })
})

it('takes the middle of each part', () => {
  const layout = { count: 4, columns: 4, width: 160, height: 90 }
  expect(tileTimes(layout, 10, 8)).toEqual([11, 13, 15, 17])
})
