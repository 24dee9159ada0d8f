import type { UploadOutcome } from '@reelferry/contract/operator'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countUploads, timeRanges } from '../../src/operator/time-range.ts'

const now = new Date(2026, 10, 24, 15, 30).getTime()
const at = (...time: [number, number, number, number?]) => new Date(...time).getTime()

const upload = (openedAt: number, status: UploadOutcome['status'] = 'ready'): UploadOutcome => ({
  status,
  openedAt,
})

describe('countUploads', () => {
  it('counts the uploads of a week by local days and outcomes', () => {
    const { outcomes, intervals } = countUploads(
      'week',
      [
        upload(at(2026, 10, 17, 23)),
        upload(at(2026, 10, 18)),
        upload(at(2026, 10, 18, 23), 'rejected'),
        upload(at(2026, 10, 24, 15), 'failed'),
        upload(at(2026, 10, 24, 14), 'processing'),
      ],
      now,
    )
    expect(outcomes).toHaveLength(4)
    expect(intervals).toHaveLength(7)
    expect(intervals[0]).toEqual({
      start: at(2026, 10, 18),
      published: 1,
      failed: 1,
      rest: 0,
    })
    expect(intervals.at(-1)).toEqual({
      start: at(2026, 10, 24),
      published: 0,
      failed: 1,
      rest: 1,
    })
  })

  it('counts the uploads of a day by hours', () => {
    const { outcomes, intervals } = countUploads(
      'day',
      [upload(at(2026, 10, 23, 15)), upload(at(2026, 10, 23, 16)), upload(now)],
      now,
    )
    expect(outcomes.map(({ openedAt }) => openedAt)).toEqual([at(2026, 10, 23, 16), now])
    expect([intervals.length, intervals[0]?.start]).toEqual([24, at(2026, 10, 23, 16)])
  })

  it('counts every upload in “all”, in at most 30 intervals', () => {
    const anyTime = fc.integer({ min: at(2015, 0, 1), max: now })
    fc.assert(
      fc.property(fc.array(anyTime), (times) => {
        const { outcomes, intervals } = countUploads(
          'all',
          times.map((time) => upload(time)),
          now,
        )
        expect(outcomes).toHaveLength(times.length)
        expect(intervals.length).toBeLessThanOrEqual(30)
      }),
    )
  })

  it('counts each selected upload in one interval', () => {
    const anyUpload = fc
      .tuple(
        fc.integer({ min: at(2026, 8, 1), max: now }),
        fc.constantFrom('ready', 'failed', 'expired', 'open'),
      )
      .map(([time, status]) => upload(time, status as UploadOutcome['status']))
    fc.assert(
      fc.property(fc.constantFrom(...timeRanges), fc.array(anyUpload), (range, all) => {
        const { outcomes, intervals } = countUploads(range, all, now)
        const counted = intervals.reduce(
          (sum, { published, failed, rest }) => sum + published + failed + rest,
          0,
        )
        expect(counted).toBe(outcomes.length)
        expect(intervals.map(({ start }) => start)).toEqual(
          intervals.map(({ start }) => start).toSorted((a, b) => a - b),
        )
      }),
    )
  })
})
