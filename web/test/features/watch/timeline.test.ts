import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseTimedTiles, tileAt } from '../../../src/features/watch/model/preview-tile.ts'
import {
  boundsOf,
  chapterAt,
  fractionAt,
  stepped,
  timeAt,
} from '../../../src/features/watch/model/timeline.ts'

const whole = { start: 0, end: Infinity }
const seconds = fc.double({ min: 0, max: 1e5, noNaN: true })

describe('boundsOf', () => {
  it('are those of the video or of the part that plays', () => {
    expect(boundsOf(100, whole)).toEqual({ start: 0, end: 100 })
    expect(boundsOf(100, { start: 10, end: 20 })).toEqual({ start: 10, end: 20 })
    expect(boundsOf(15, { start: 10, end: 20 })).toEqual({ start: 10, end: 15 })
  })

  it('are empty for an unknown duration and outside of the video', () => {
    for (const duration of [NaN, Infinity, 0])
      expect(boundsOf(duration, whole)).toEqual({ start: 0, end: 0 })
    expect(boundsOf(5, { start: 10, end: 20 })).toEqual({ start: 5, end: 5 })
  })
})

describe('fractionAt and timeAt', () => {
  it('are inverse inside the bounds', () => {
    fc.assert(
      fc.property(
        seconds,
        seconds,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (a, b, fraction) => {
          fc.pre(Math.abs(a - b) > 0.1)
          const bounds = { start: Math.min(a, b), end: Math.max(a, b) }
          expect(fractionAt(timeAt(fraction, bounds), bounds)).toBeCloseTo(fraction, 5)
        },
      ),
    )
  })

  it('never leave the bounds', () => {
    fc.assert(
      fc.property(seconds, seconds, seconds, fc.double({ noNaN: true }), (time, a, b, by) => {
        const bounds = { start: Math.min(a, b), end: Math.max(a, b) }
        const fraction = fractionAt(time, bounds)
        expect(fraction).toBeGreaterThanOrEqual(0)
        expect(fraction).toBeLessThanOrEqual(1)
        const next = stepped(time, by, bounds)
        expect(next).toBeGreaterThanOrEqual(bounds.start)
        expect(next).toBeLessThanOrEqual(bounds.end)
      }),
    )
  })

  it('are at the beginning while the duration is unknown', () => {
    expect(fractionAt(5, { start: 0, end: 0 })).toBe(0)
  })
})

describe('chapterAt', () => {
  it('finds the last chapter that has started', () => {
    const chapters = [
      { title: 'A', start: 0 },
      { title: 'B', start: 10 },
    ]
    expect([0, 9.9, 10, 50].map((time) => chapterAt(chapters, time)?.title)).toEqual([
      'A',
      'A',
      'B',
      'B',
    ])
    expect(chapterAt([], 5)).toBeUndefined()
  })
})

describe('tileAt', () => {
  const previews = { images: ['a', 'b'], width: 100, height: 50, count: 8 }
  const size = { width: 300, height: 100 }

  it('counts the tiles row by row and image by image', () => {
    expect(tileAt(0, 80, previews, size)).toEqual({ image: 0, x: 0, y: 0 })
    expect(tileAt(35, 80, previews, size)).toEqual({ image: 0, x: 0, y: 50 })
    expect(tileAt(59, 80, previews, size)).toEqual({ image: 0, x: 200, y: 50 })
    expect(tileAt(60, 80, previews, size)).toEqual({ image: 1, x: 0, y: 0 })
    expect(tileAt(80, 80, previews, size)).toEqual({ image: 1, x: 100, y: 0 })
  })

  it('finds none for images that are not loaded or that are missing', () => {
    expect(tileAt(0, 80, previews, { width: 0, height: 0 })).toBeUndefined()
    expect(tileAt(0, 0, previews, size)).toBeUndefined()
    expect(tileAt(0, 80, { ...previews, width: 0 }, size)).toBeUndefined()
    expect(tileAt(70, 80, { ...previews, images: ['a'] }, size)).toBeUndefined()
  })
})

describe('parseTimedTiles', () => {
  const images = ['https://cdn.example/v/a_1.jpg?sign=1', 'https://cdn.example/v/a_2.jpg?sign=2']

  it('reads times, images and places, and skips tiles of other images', () => {
    const file = [
      'WEBVTT',
      '00:10.000 --> 00:20.000\na_1.jpg#xywh=142,0,142,80',
      'a title\r\n01:00:00.500 --> 01:00:10.000\r\nhttps://cdn.example/v/a_2.jpg#xywh=0,80,142,80',
      '00:00.000 --> 00:10.000 align:start\na_1.jpg#xywh=0,0,142,80',
      '00:20.000 --> 00:30.000\nb.jpg#xywh=0,0,142,80',
    ]
    expect(parseTimedTiles(file.join('\n\n'), images)).toEqual([
      { start: 0, image: 0, x: 0, y: 0 },
      { start: 10, image: 0, x: 142, y: 0 },
      { start: 3600.5, image: 1, x: 0, y: 80 },
    ])
  })

  it('finds no tiles in other texts', () => {
    expect(parseTimedTiles('', images)).toEqual([])
    expect(parseTimedTiles('WEBVTT\n\n00:00.000 --> 00:10.000\nHello', images)).toEqual([])
  })
})
