/** VOD counts in days of Beijing time. All times in unix ms. */
const beijingOffsetMs = 8 * 3600 * 1000
export const dayMs = 24 * 3600 * 1000

/** Start of the day of a time. */
export const dayStart = (time: number): number =>
  Math.floor((time + beijingOffsetMs) / dayMs) * dayMs - beijingOffsetMs

/** The calendar day of a time: `2026-06-15`. */
export const dayName = (time: number): string =>
  new Date(time + beijingOffsetMs).toISOString().slice(0, 10)

/** A time in the format of VOD's parameters. */
export const beijingTime = (time: number): string =>
  new Date(time + beijingOffsetMs).toISOString().replace(/\.\d+Z$/, '+08:00')

/** VOD answers statistics of one year. One day less allows for clocks that differ. */
const retentionDays = 364

/** VOD answers at most 90 days in one call. */
const blockDays = 90

/** Days of one call: both ends included. */
export interface Block {
  from: number
  to: number
}

/** First day of which VOD can have data of a video that was opened at a time. */
export const firstDay = (openedAt: number, now: number): number =>
  Math.max(dayStart(openedAt), dayStart(now) - retentionDays * dayMs)

/**
 * The days from `first` to today in blocks of one call each. The blocks start at fixed days, so that the answer about a
 * past block can be cached.
 */
export function blocksSince(first: number, now: number): Block[] {
  const today = dayStart(now)
  const lengthMs = blockDays * dayMs
  const blocks: Block[] = []
  for (let from = first; from <= today;) {
    const next = Math.floor((from + beijingOffsetMs) / lengthMs + 1) * lengthMs - beijingOffsetMs
    blocks.push({ from, to: Math.min(next - dayMs, today) })
    from = next
  }
  return blocks
}
