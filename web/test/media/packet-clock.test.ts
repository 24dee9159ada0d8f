import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPacketClock, framesIn } from '../../src/media/model/packet-clock.ts'

/** Seconds of a packet of AAC at 48 kHz. */
const length = 1024 / 48_000

/** Places one sample for each packet. */
function placeAll(timestamps: number[], duration = length) {
  const place = createPacketClock(timestamps[0] ?? 0)
  return timestamps.map((due) => place({ due, duration }))
}

const packets = (count: number, timeOf: (index: number) => number) =>
  Array.from({ length: count }, (_, index) => timeOf(index))

describe('createPacketClock', () => {
  it('changes nothing if the packets follow each other, also with rounded timestamps', () => {
    const rounding = fc.array(fc.double({ min: -0.001, max: 0.001, noNaN: true }), {
      minLength: 200,
    })
    fc.assert(
      fc.property(rounding, fc.double({ min: -1, max: 1e5, noNaN: true }), (errors, first) => {
        const places = placeAll(errors.map((error, index) => first + index * length + error))
        for (const { duration } of places) expect(duration).toBe(length)
        const { start = 0 } = places.at(-1) ?? {}
        expect(start - (first + (errors.length - 1) * length)).toBeCloseTo(errors[0] ?? 0, 6)
      }),
    )
  })

  it('leaves a hole as long as the packets do', () => {
    const places = placeAll(packets(100, (index) => index * length + (index >= 50 ? 2 : 0)))
    expect(places[50]?.start).toBeCloseTo(50 * length + 2, 9)
    expect(places[99]).toEqual({ start: expect.closeTo(99 * length + 2, 9), duration: length })
  })

  it('follows a drifting clock with less than 40 ms of deviation, without holes or overlaps', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.95, max: 1.05, noNaN: true }), (rate) => {
        const places = placeAll(packets(2000, (index) => index * length * rate))
        let [end, maxDeviation, maxStep] = [0, 0, 0]
        for (const [index, { start, duration }] of places.entries()) {
          maxDeviation = Math.max(maxDeviation, Math.abs(start - index * length * rate))
          maxStep = Math.max(maxStep, Math.abs(start - end))
          end = start + duration
        }
        expect(maxDeviation).toBeLessThan(0.04)
        expect(maxStep).toBeLessThan(1e-9)
      }),
    )
  })

  it('writes as many frames in an hour as the clock of the packets has, within 40 ms', () => {
    const hour = Math.ceil(3600 / length)
    for (const rate of [0.95, 0.9999, 1.0003, 1.0491]) {
      const places = placeAll(packets(hour, (index) => index * length * rate))
      const frames = places.reduce(
        (sum, place) => sum + (place.duration === length ? 1024 : framesIn(place, 48_000)),
        0,
      )
      expect(Math.abs(frames / 48_000 - hour * length * rate), `rate ${rate}`).toBeLessThan(0.04)
    }
  })

  it('drops samples whose time is already filled', () => {
    const [, , , repeated, next] = placeAll(
      [0, length, 2 * length, 0, 3 * length].map((t) => t + 10),
      0.2,
    )
    expect(repeated?.duration).toBe(0)
    expect(next?.start).toBeGreaterThan(10)
  })

  it('never lets samples overlap', () => {
    const times = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1 })
    fc.assert(
      fc.property(times, (timestamps) => {
        let end = -Infinity
        for (const { start, duration } of placeAll(timestamps)) {
          expect(start).toBeGreaterThanOrEqual(end)
          expect(duration).toBeGreaterThanOrEqual(0)
          end = start + duration
        }
      }),
    )
  })
})
