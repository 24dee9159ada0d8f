import { stepTime } from '../../../media/model/timeline.ts'

/**
 * The position that a key moves a slider to: one frame with the arrow keys, one second with Page Up and Page Down.
 * Returns `undefined` for other keys.
 * @param times possible positions in seconds, ascending
 */
export function positionAfterKey(
  key: string,
  times: Float64Array,
  from: number,
): number | undefined {
  const seconds = { PageUp: 1, PageDown: -1 }[key]
  const frames = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[key]
  if (key === 'Home') return times[0]
  if (key === 'End') return times.at(-1)
  if (frames) return stepTime(times, from, frames)
  return seconds && jump(times, from, seconds)
}

/** A position `seconds` away, or the next possible one if that is further. */
function jump(times: Float64Array, from: number, seconds: number): number {
  const next = stepTime(times, from, seconds)
  return seconds > 0 ? Math.max(next, from + seconds) : Math.min(next, from + seconds)
}
