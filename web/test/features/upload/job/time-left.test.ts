import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ResultProgress } from '../../../../src/features/upload/job/job.ts'
import {
  measure,
  type Measurement,
  roundTimeLeft,
  updateTimeLeft,
} from '../../../../src/features/upload/job/time-left.ts'

/** A transfer that is measured. Each step takes a time in ms and sends a number of bytes. */
function transfer(totalBytes: number) {
  let measurement: Measurement | undefined
  let [time, sentBytes] = [0, 0]
  return {
    step(ms: number, bytes: number, result?: ResultProgress) {
      time += ms
      sentBytes += bytes
      measurement = measure(measurement, { time, sentBytes, totalBytes, result })
      return { time, sentBytes, speed: measurement.speed, seconds: measurement.timeLeft.seconds }
    },
    interrupt: () => (measurement = undefined),
    sampleCount: () => measurement?.samples.length ?? 0,
  }
}

type Transfer = ReturnType<typeof transfer>

/** Sends at a constant speed in bytes per second, with a report every 200 ms. */
function sendFor(sending: Transfer, seconds: number, speed: number) {
  const reports = Array.from({ length: seconds * 5 }, () => sending.step(200, speed / 5))
  return reports.at(-1) ?? sending.step(0, 0)
}

/** Maximum difference between a shown time and the true one: rounding, and two seconds until the next update. */
const tolerance = (seconds: number) => 2 + 0.75 * (seconds < 52 ? 10 : seconds < 550 ? 60 : 300)

describe('the time left', () => {
  it('is right for every constant speed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e8 }),
        fc.integer({ min: 10, max: 100_000 }),
        fc.integer({ min: 9, max: 100 }),
        (speed, duration, seconds) => {
          const totalBytes = speed * duration
          const report = sendFor(transfer(totalBytes), Math.min(seconds, duration), speed)
          const left = (totalBytes - report.sentBytes) / speed
          expect(Math.abs((report.seconds ?? NaN) - left)).toBeLessThanOrEqual(tolerance(left))
          expect(report.speed / speed).toBeCloseTo(1, 5)
        },
      ),
    )
  })

  it('is unknown during the first 8 seconds, and the speed during the first half second', () => {
    const sending = transfer(1e6)
    const reports = Array.from({ length: 100 }, () => sending.step(200, 200))
    const firstTime = reports.find(({ seconds }) => seconds !== undefined)?.time ?? 0
    // The first report starts the measurement.
    expect(firstTime - 200).toBeGreaterThanOrEqual(8000)
    expect(firstTime - 200).toBeLessThanOrEqual(10_000)
    const firstSpeed = reports.find(({ speed }) => speed > 0)?.time ?? 0
    expect(firstSpeed - 200).toBeGreaterThanOrEqual(500)
    expect(firstSpeed - 200).toBeLessThanOrEqual(700)
  })

  it('changes at most every 2 seconds, is never negative, and stays finite, whatever is reported', () => {
    const report = fc.record({
      ms: fc.integer({ min: 0, max: 30_000 }),
      bytes: fc.integer({ min: -1000, max: 1_000_000 }),
      interrupted: fc.nat(20),
    })
    fc.assert(
      fc.property(fc.array(report, { maxLength: 300 }), (reports) => {
        const sending = transfer(1e7)
        let [shown, changedAt] = [undefined as string | undefined, -Infinity]
        for (const { ms, bytes, interrupted } of reports) {
          if (interrupted === 0) sending.interrupt()
          const { time, speed, seconds = 0 } = sending.step(ms, bytes)
          expect(speed).toBeGreaterThanOrEqual(0)
          expect(seconds).toBeGreaterThanOrEqual(0)
          expect(Number.isFinite(speed) && Number.isFinite(seconds)).toBe(true)
          const values = `${speed} ${seconds}`
          // After an interruption and before the first values, both are unknown.
          if (values !== shown && values !== '0 0' && shown !== '0 0')
            expect(time - changedAt).toBeGreaterThanOrEqual(2000)
          if (values !== shown) [shown, changedAt] = [values, time]
        }
      }),
    )
  })

  it('does not rise while the speed is constant', () => {
    const sending = transfer(100_000)
    let shown = Infinity
    for (let index = 0; index < 500; index++) {
      const { seconds } = sending.step(200, 200)
      if (seconds === undefined) continue
      expect(seconds).toBeLessThanOrEqual(shown)
      shown = seconds
    }
    expect(shown).toBe(0)
  })

  it('varies little with a speed that varies from second to second', () => {
    const sending = transfer(1_000_000)
    const texts = Array.from({ length: 60 }, (_, second) =>
      sendFor(sending, 1, second % 2 ? 500 : 1500),
    )
    const shown = new Set(texts.slice(15).map(({ seconds }) => seconds))
    expect(shown.size).toBe(1)
  })

  it('is right again within 30 seconds after a jump, as when stored parts are found', () => {
    const sending = transfer(1_000_000)
    sendFor(sending, 20, 1000)
    sending.step(200, 500_000)
    const { speed, sentBytes, seconds = NaN } = sendFor(sending, 30, 1000)
    const left = (1_000_000 - sentBytes) / 1000
    expect(speed).toBeCloseTo(1000)
    expect(Math.abs(seconds - left)).toBeLessThanOrEqual(tolerance(left))
  })

  it('ignores the hour in which the device was suspended', () => {
    const sending = transfer(1_000_000)
    sendFor(sending, 20, 1000)
    expect(sending.step(3_600_000, 100)).toMatchObject({ speed: 0, seconds: undefined })
    const { sentBytes, seconds = NaN, speed } = sendFor(sending, 11, 1000)
    const left = (1_000_000 - sentBytes) / 1000
    expect(speed).toBeCloseTo(1000)
    expect(Math.abs(seconds - left)).toBeLessThanOrEqual(tolerance(left))
  })

  it('comes from the encoder until the result is complete, and then from its size', () => {
    const sending = transfer(1_000_000)
    const growing = { totalBytes: 50_000, encoded: 0.5, remainingEncodingSeconds: 180 }
    for (let index = 0; index < 50; index++) sending.step(200, 200, growing)
    expect(sending.step(2000, 2000, growing).seconds).toBe(180)
    const complete = { totalBytes: 42_000, encoded: 1 }
    expect(sending.step(2000, 2000, complete)).toMatchObject({ sentBytes: 14_000, seconds: 30 })
  })

  it('needs a bounded number of samples', () => {
    const sending = transfer(1e9)
    sendFor(sending, 1000, 1)
    expect(sending.sampleCount()).toBeLessThan(150)
  })
})

describe('roundTimeLeft', () => {
  it.each([
    [0, 0],
    [9.9, 0],
    [12, 10],
    [46, 50],
    [58, 60],
    [80, 60],
    [100, 120],
    [540, 540],
    [640, 600],
    [800, 900],
    [7000, 6900],
  ])('rounds %d seconds to %d', (seconds, rounded) => {
    expect(roundTimeLeft(seconds)).toBe(rounded)
  })

  it('keeps the shown value at the limit between two steps', () => {
    expect(roundTimeLeft(146, 180)).toBe(180)
    expect(roundTimeLeft(154, 120)).toBe(120)
    expect(roundTimeLeft(130, 180)).toBe(120)
  })
})

describe('updateTimeLeft', () => {
  it('waits two seconds between two changes', () => {
    const first = updateTimeLeft({ updatedAt: 0, seconds: undefined }, 2000, 300)
    expect(first).toEqual({ updatedAt: 2000, seconds: 300 })
    expect(updateTimeLeft(first, 3999, 30)).toBe(first)
    expect(updateTimeLeft(first, 4000, 30)).toEqual({ updatedAt: 4000, seconds: 30 })
    expect(updateTimeLeft(first, 4000, undefined).seconds).toBeUndefined()
  })
})
