/** Statistics count in intervals of Beijing time, as at VOD. */
const beijingOffsetMs = 8 * 60 * 60 * 1000

export const hourMs = 60 * 60 * 1000
export const dayMs = 24 * hourMs

/** Start of the interval that contains a time. All times in milliseconds since 1970. */
export const intervalStart = (time: number, intervalMs: number): number =>
  Math.floor((time + beijingOffsetMs) / intervalMs) * intervalMs - beijingOffsetMs

/** Starts of all intervals from the one that contains `start` to the one that contains `end`. */
export function intervalStarts(start: number, end: number, intervalMs: number): number[] {
  const first = intervalStart(start, intervalMs)
  const count = Math.floor((intervalStart(end, intervalMs) - first) / intervalMs) + 1
  return Array.from({ length: count }, (_, index) => first + index * intervalMs)
}

/** Formats a time as in the answers of the statistics actions: `2018-12-01T00:00:00+08:00`. */
export const beijingTime = (time: number): string =>
  new Date(time + beijingOffsetMs).toISOString().replace(/\.\d{3}Z$/, '+08:00')
