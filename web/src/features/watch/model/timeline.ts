import type { Chapter } from '@reelferry/contract'
import type { PlayedRange } from './range.ts'

/** Start and end of the scrubber, seconds. Equal while the duration is unknown. */
export interface Bounds {
  start: number
  end: number
}

/** The bounds of a scrubber for a video of this duration. A live stream has no duration. */
export function boundsOf(duration: number, range: PlayedRange): Bounds {
  const last = Number.isFinite(duration) ? duration : 0
  const end = Math.min(range.end, last)
  return { start: Math.min(range.start, end), end }
}

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high)

/** The place of a time on the scrubber, from 0 to 1. */
export const fractionAt = (time: number, { start, end }: Bounds): number =>
  end > start ? clamp((time - start) / (end - start), 0, 1) : 0

/** The time at a place of the scrubber, from 0 to 1. */
export const timeAt = (fraction: number, { start, end }: Bounds): number =>
  start + clamp(fraction, 0, 1) * (end - start)

/** The position after a step of `by` seconds. */
export const stepped = (time: number, by: number, { start, end }: Bounds): number =>
  clamp(time + by, start, Math.max(start, end))

/** The chapter at a time. */
export const chapterAt = (chapters: readonly Chapter[], time: number): Chapter | undefined =>
  chapters.findLast(({ start }) => start <= time)
