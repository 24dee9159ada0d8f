import type { UploadOutcome } from '@reelferry/contract/operator'

/** The ranges of time that the numbers can be about. */
export const timeRanges = ['day', 'week', 'month', 'all'] as const
export type TimeRange = (typeof timeRanges)[number]

/** Uploads of one interval, by their outcome. */
export interface Interval {
  /** Unix ms. It ends when the next interval starts; the last one contains the current time. */
  start: number
  published: number
  failed: number
  /** In progress, unfinished or deleted. */
  rest: number
}

const maxIntervals = 30
const dayMs = 24 * 3600 * 1000

/** Full hours of the last 24 hours. */
function hourStarts(now: number): number[] {
  return Array.from({ length: 24 }, (_, index) =>
    new Date(now).setMinutes(-60 * (23 - index), 0, 0),
  )
}

/** Starts of local days. A day is not always 24 hours long. */
function dayStarts(now: number, intervals: number, daysEach: number): number[] {
  return Array.from({ length: intervals }, (_, index) => {
    const start = new Date(now)
    start.setHours(0, 0, 0, 0)
    return start.setDate(start.getDate() - daysEach * (intervals - 1 - index) - (daysEach - 1))
  })
}

/** The starts of the intervals of a range, ascending. */
function startsOf(range: TimeRange, outcomes: readonly UploadOutcome[], now: number): number[] {
  if (range === 'day') return hourStarts(now)
  if (range === 'week') return dayStarts(now, 7, 1)
  if (range === 'month') return dayStarts(now, 28, 1)
  const first = outcomes.reduce((earliest, { openedAt = now }) => Math.min(earliest, openedAt), now)
  const days = Math.ceil((now - first) / dayMs) + 1
  const daysEach = Math.ceil(days / maxIntervals)
  return dayStarts(now, Math.ceil(days / daysEach), daysEach)
}

const kindOf = ({ status }: UploadOutcome): 'published' | 'failed' | 'rest' => {
  if (status === 'ready') return 'published'
  return status === 'failed' || status === 'rejected' ? 'failed' : 'rest'
}

/**
 * Selects the uploads of a range of time and counts them in its intervals: hours of a day, else days or groups of days.
 * @param now Unix ms
 */
export function countUploads(
  range: TimeRange,
  all: readonly UploadOutcome[],
  now: number,
): { outcomes: UploadOutcome[]; intervals: Interval[] } {
  const intervals = startsOf(range, all, now).map((start): Interval => ({
    start,
    published: 0,
    failed: 0,
    rest: 0,
  }))
  const outcomes = all.filter((outcome) => {
    const { openedAt = now } = outcome
    const interval = intervals.findLast(({ start }) => start <= openedAt)
    if (interval) interval[kindOf(outcome)]++
    return interval !== undefined
  })
  return { outcomes, intervals }
}
