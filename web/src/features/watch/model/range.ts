/** A part of a video, seconds. */
export interface PlayedRange {
  start: number
  /** `Infinity` for the end of the video. */
  end: number
}

/** Seconds by which a position may miss a limit: browsers stop and seek to whole frames. */
const tolerance = 0.1

/**
 * The reaction of a range to a position. `leave`: the viewer has moved outside. `before` and `after` are the sides of a
 * range that the viewer cannot leave. `inside` has the seconds until the end.
 */
export type RangeStep =
  { kind: 'inside'; remaining: number } | { kind: 'before' | 'after' | 'leave' }

/**
 * Examines the position of an element.
 * @param isStrict whether the viewer cannot leave the range
 */
export function rangeStep(
  { currentTime: time, seeking }: Pick<HTMLMediaElement, 'currentTime' | 'seeking'>,
  { start, end }: PlayedRange,
  isStrict: boolean,
): RangeStep {
  const isBefore = time < start - tolerance
  const isAfter = time >= end - tolerance / 2
  const isOutside = isBefore || time > end + tolerance
  if (!isStrict && seeking && isOutside) return { kind: 'leave' }
  if (isAfter) return { kind: 'after' }
  if (isStrict && isBefore) return { kind: 'before' }
  return { kind: 'inside', remaining: end - time }
}
