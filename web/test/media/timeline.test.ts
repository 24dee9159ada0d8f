import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type CodedFrame,
  nearestLosslessTrim,
  frameIndexAt,
  isFullTrim,
  moveTrim,
  nearestTime,
  trimPositions,
  minTrim,
  stepTime,
  timelineOf,
  fullTrim,
} from '../../src/media/model/timeline.ts'
import { timeTolerance } from '../../src/media/model/trim.ts'

/** Frames at 10 frames per second, by their number, in decoding order; `k` marks a key frame. */
const coded = (order: string): CodedFrame[] =>
  order.split(' ').map((frame) => ({ time: parseInt(frame) / 10, isKey: frame.endsWith('k') }))

/** Two groups of pictures with B-frames. Two frames of the first group refer to the key frame of the second. */
const withB = timelineOf(coded('0k 3 1 2 6 4 5 9k 7 8 12 10 11'), 1.3)

/** Streams in any valid frame order: B-frames between two reference frames need both. */
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

describe('timeline', () => {
  it('lists the frames in display order', () => {
    expect([...withB.frames]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((n) => n / 10))
  })

  it('starts a lossless trim at key frames, and ends it where no earlier frame needs a later one', () => {
    expect([...withB.starts]).toEqual([0, 0.9])
    expect([...withB.ends]).toEqual([0.1, 0.4, 0.7, 1, 1.3])
  })

  it('can end a lossless trim after every frame of a stream without B-frames', () => {
    expect([...timelineOf(coded('0k 1 2 3k 4'), 0.5).ends]).toEqual([0.1, 0.2, 0.3, 0.4, 0.5])
  })

  it('omits invisible frames', () => {
    const { frames, starts } = timelineOf(coded('-2k -1 0 1 2k'), 0.3)
    expect([[...frames], [...starts]]).toEqual([[0, 0.1, 0.2], [0.2]])
  })

  it('starts at 0, also if audio starts before the first frame', () => {
    const late = timelineOf(coded('1k 2 3k'), 0.4)
    expect([[...late.frames], [...late.starts]]).toEqual([
      [0, 0.2, 0.3],
      [0, 0.3],
    ])
    expect(fullTrim(late).copy).toBe(true)
  })

  it('never ends a lossless trim between a frame and a frame that it needs', () => {
    fc.assert(
      fc.property(anyStream, ({ frames, timeline }) => {
        for (const end of timeline.ends) {
          const isIncluded = frames.map(({ time }) => time < end - timeTolerance)
          // In decoding order, all frames of the trim come before all others.
          expect(isIncluded.lastIndexOf(true)).toBeLessThan(
            isIncluded.includes(false) ? isIncluded.indexOf(false) : Infinity,
          )
        }
        expect(timeline.ends.at(-1)).toBe(timeline.duration)
      }),
    )
  })
})

describe('times', () => {
  it('are found by distance and by steps', () => {
    const times = Float64Array.of(0, 1, 2, 4)
    expect([0.4, 0.6, 2.9, 3.1, 9, -5].map((time) => nearestTime(times, time))).toEqual([
      0, 1, 2, 4, 4, 0,
    ])
    expect([
      stepTime(times, 1, 1),
      stepTime(times, 1, -1),
      stepTime(times, 4, 1),
      stepTime(times, 0, -1),
    ]).toEqual([2, 0, 4, 0])
    expect([stepTime(times, 1.5, 1), stepTime(times, 1.5, -1)]).toEqual([2, 1])
    expect([0, 0.05, 0.1, 1.29].map((time) => frameIndexAt(withB, time))).toEqual([0, 0, 1, 12])
  })
})

describe('trim', () => {
  it('contains the whole video initially', () => {
    expect(fullTrim(withB)).toEqual({ start: 0, end: 1.3, copy: true })
    expect(isFullTrim(withB, fullTrim(withB))).toBe(true)
    expect(isFullTrim(withB, { start: 0.1, end: 1.3, copy: false })).toBe(false)
  })

  it('keeps its minimum length and its ends on frames after any moves', () => {
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
        let trim = fullTrim(timeline)
        for (const { side, to, mustCopy } of steps) {
          trim = moveTrim(timeline, trim, { side, time: to * timeline.duration, mustCopy })
          const { start, end } = trim
          expect(start).toBeGreaterThanOrEqual(0)
          expect(end).toBeLessThanOrEqual(timeline.duration)
          const min = Math.min(minTrim, timeline.duration)
          expect(end - start).toBeGreaterThanOrEqual(min - 2 * timeTolerance)
          expect([...trimPositions(timeline, 'start', false)]).toContain(start)
          expect([...trimPositions(timeline, 'end', false)]).toContain(end)
        }
      }),
    )
  })

  it('stays lossless if required', () => {
    fc.assert(
      fc.property(
        anyStream,
        anySide,
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ timeline }, side, to) => {
          const time = to * timeline.duration
          expect(moveTrim(timeline, fullTrim(timeline), { side, time, mustCopy: true }).copy).toBe(
            true,
          )
        },
      ),
    )
  })

  it('has a nearest lossless trim, which is itself if it is lossless', () => {
    fc.assert(
      fc.property(
        anyStream,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ timeline }, from, to) => {
          const { duration } = timeline
          const withStart = moveTrim(timeline, fullTrim(timeline), {
            side: 'start',
            time: from * duration,
            mustCopy: false,
          })
          const trim = moveTrim(timeline, withStart, {
            side: 'end',
            time: to * duration,
            mustCopy: false,
          })
          const found = nearestLosslessTrim(timeline, trim)
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
