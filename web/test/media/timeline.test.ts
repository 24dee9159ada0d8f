import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type CodedFrame,
  copyable,
  frameAt,
  isWhole,
  move,
  nearest,
  placesOf,
  shortestTrim,
  step,
  timelineOf,
  whole,
} from '../../src/media/model/timeline.ts'
import { tinyTime } from '../../src/media/model/trim.ts'

/** Frames at 10 a second by their number, in the order of decoding; a key frame is marked. */
const coded = (order: string): CodedFrame[] =>
  order.split(' ').map((one) => ({ time: parseInt(one) / 10, isKey: one.endsWith('k') }))

/** Two groups of pictures: I P B B P B B, the second begun by a key frame that two frames before it need. */
const withB = timelineOf(coded('0k 3 1 2 6 4 5 9k 7 8 12 10 11'), 1.3)

/** Streams of groups of frames in any legal order: between references, frames that need both. */
const anyStream = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 5, max: 2000 }),
      between: fc.integer({ min: 0, max: 3 }),
      isKey: fc.boolean(),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((references) => {
    const frames: CodedFrame[] = [{ time: 0, isKey: true }]
    let time = 0
    for (const { gap, between, isKey } of references) {
      const each = gap / 1000
      const last = time + each * (between + 1)
      frames.push({ time: last, isKey })
      for (let index = 1; index <= between; index++)
        frames.push({ time: time + each * index, isKey: false })
      time = last
    }
    return { frames, timeline: timelineOf(frames, time + 0.04) }
  })

const anySide = fc.constantFrom('start' as const, 'end' as const)

describe('the moments of a video', () => {
  it('are its frames in the order they are shown', () => {
    expect([...withB.frames]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((n) => n / 10))
  })

  it('begin a copy at key frames, and end it where no frame before needs one after', () => {
    expect([...withB.starts]).toEqual([0, 0.9])
    expect([...withB.ends]).toEqual([0.1, 0.4, 0.7, 1, 1.3])
  })

  it('let a stream without reordered frames end anywhere', () => {
    expect([...timelineOf(coded('0k 1 2 3k 4'), 0.5).ends]).toEqual([0.1, 0.2, 0.3, 0.4, 0.5])
  })

  it('leave out what is not to be shown', () => {
    const { frames, starts } = timelineOf(coded('-2k -1 0 1 2k'), 0.3)
    expect([[...frames], [...starts]]).toEqual([[0, 0.1, 0.2], [0.2]])
  })

  it('begin with the file, also where the sound is ahead of the first frame', () => {
    const late = timelineOf(coded('1k 2 3k'), 0.4)
    expect([[...late.frames], [...late.starts]]).toEqual([
      [0, 0.2, 0.3],
      [0, 0.3],
    ])
    expect(whole(late).copy).toBe(true)
  })

  it('never end a copy between a frame and one that it needs', () => {
    fc.assert(
      fc.property(anyStream, ({ frames, timeline }) => {
        for (const end of timeline.ends) {
          const kept = frames.map(({ time }) => time < end - tinyTime)
          // What is kept comes first in the order of decoding.
          expect(kept.lastIndexOf(true)).toBeLessThan(
            kept.includes(false) ? kept.indexOf(false) : Infinity,
          )
        }
        expect(timeline.ends.at(-1)).toBe(timeline.duration)
      }),
    )
  })
})

describe('finding a moment', () => {
  it('takes the nearest, and goes step by step from wherever it is', () => {
    const times = Float64Array.of(0, 1, 2, 4)
    expect([0.4, 0.6, 2.9, 3.1, 9, -5].map((time) => nearest(times, time))).toEqual([
      0, 1, 2, 4, 4, 0,
    ])
    expect([step(times, 1, 1), step(times, 1, -1), step(times, 4, 1), step(times, 0, -1)]).toEqual([
      2, 0, 4, 0,
    ])
    expect([step(times, 1.5, 1), step(times, 1.5, -1)]).toEqual([2, 1])
    expect([0, 0.05, 0.1, 1.29].map((time) => frameAt(withB, time))).toEqual([0, 0, 1, 12])
  })
})

describe('a part', () => {
  it('is all of the video at first, and knows it', () => {
    expect(whole(withB)).toEqual({ start: 0, end: 1.3, copy: true })
    expect(isWhole(withB, whole(withB))).toBe(true)
    expect(isWhole(withB, { start: 0.1, end: 1.3, copy: false })).toBe(false)
  })

  it('keeps its start before its end, its least length, and its ends on frames, whatever is done to it', () => {
    const moves = fc.array(
      fc.record({
        side: anySide,
        to: fc.double({ min: -1, max: 2, noNaN: true }),
        mustCopy: fc.boolean(),
      }),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(anyStream, moves, ({ timeline }, steps) => {
        let trim = whole(timeline)
        for (const { side, to, mustCopy } of steps) {
          trim = move(timeline, trim, { side, time: to * timeline.duration, mustCopy })
          const { start, end } = trim
          expect(start).toBeGreaterThanOrEqual(0)
          expect(end).toBeLessThanOrEqual(timeline.duration)
          const least = Math.min(shortestTrim, timeline.duration)
          expect(end - start).toBeGreaterThanOrEqual(least - 2 * tinyTime)
          expect([...placesOf(timeline, 'start', false)]).toContain(start)
          expect([...placesOf(timeline, 'end', false)]).toContain(end)
        }
      }),
    )
  })

  it('that must be copied always can be', () => {
    fc.assert(
      fc.property(
        anyStream,
        anySide,
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ timeline }, side, to) => {
          const time = to * timeline.duration
          expect(move(timeline, whole(timeline), { side, time, mustCopy: true }).copy).toBe(true)
        },
      ),
    )
  })

  it('has a copyable one beside it, and is that itself if it can be copied', () => {
    fc.assert(
      fc.property(
        anyStream,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ timeline }, from, to) => {
          const { duration } = timeline
          const started = move(timeline, whole(timeline), {
            side: 'start',
            time: from * duration,
            mustCopy: false,
          })
          const trim = move(timeline, started, {
            side: 'end',
            time: to * duration,
            mustCopy: false,
          })
          const found = copyable(timeline, trim)
          if (trim.copy) expect(found).toEqual(trim)
          if (!found) return
          expect(found.copy).toBe(true)
          expect(timeline.starts).toContain(found.start)
          expect(timeline.ends).toContain(found.end)
        },
      ),
    )
  })
})
