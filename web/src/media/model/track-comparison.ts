/** Times of a track in a result, in seconds. */
export interface TrackTimes {
  /** Number of frames or packets; absent if it is not known. */
  count?: number | undefined
  /** Start of the first frame or packet. */
  first: number
  /** Start of the last frame, or end of the last audio packet; absent if it is not known. */
  last?: number | undefined
}

/** Allowed differences of a track. Seconds. */
export interface TrackTolerance {
  first: number
  last: number
  /** Share of the frames or packets that may be missing, and a number that may differ in any case. */
  missingShare: number
  count: number
}

/** The first difference between the times of a track and the expected ones, as a text for logs. */
export function differenceOfTimes(
  found: TrackTimes,
  expected: TrackTimes,
  tolerance: TrackTolerance,
): string | undefined {
  for (const side of ['first', 'last'] as const) {
    const [time = NaN, due] = [found[side], expected[side]]
    if (due !== undefined && !(Math.abs(time - due) <= tolerance[side]))
      return `${side} at ${time} s instead of ${due} s`
  }
  if (found.count === undefined || expected.count === undefined) return undefined
  const max = expected.count + tolerance.count
  const min = Math.floor(expected.count * (1 - tolerance.missingShare)) - tolerance.count
  return found.count < min || found.count > max
    ? `${found.count} frames or packets instead of ${expected.count}`
    : undefined
}
