/** A tap of a finger on the video. */
export interface Tap {
  /** Milliseconds. */
  at: number
  /** Place on the width of the video, from 0 (left) to 1. */
  x: number
}

/** The third of the video that a tap hits. The timeline runs from left to right in every language. */
type Side = -1 | 0 | 1

const sideOf = ({ x }: Tap): Side => (x < 1 / 3 ? -1 : x > 2 / 3 ? 1 : 0)

/** Milliseconds between two taps that belong together. */
const doubleTapMs = 300

/** Seconds of a step. */
const step = 10

/**
 * The seconds to skip after a tap: a second tap on the same outer third, and each further one, skips. 0 for a single
 * tap.
 */
export function tapSkip(previous: Tap | undefined, tap: Tap): number {
  if (!previous || tap.at - previous.at > doubleTapMs) return 0
  const side = sideOf(tap)
  return side === sideOf(previous) ? side * step : 0
}
