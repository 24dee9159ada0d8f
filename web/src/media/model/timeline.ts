import { timeTolerance, type Trim } from './trim.ts'

/** Frame times of a video, in seconds from its first frame, ascending. */
export interface Timeline {
  duration: number
  /** Start time of each frame. */
  frames: Float64Array<ArrayBuffer>
  /** Key frames: times at which a lossless trim can start. */
  starts: Float64Array<ArrayBuffer>
  /**
   * Times at which a lossless trim can end: no earlier frame needs a later one. Without B-frames, this is the end of
   * every frame. A trim cannot end between a B-frame and the later frame that it refers to.
   */
  ends: Float64Array<ArrayBuffer>
}

/** A frame of the file. Frames are listed in decoding order. */
export interface CodedFrame {
  /** Seconds from the first visible frame. Frames before 0 are not visible. */
  time: number
  isKey: boolean
}

/** Minimum length of a trimmed video, in seconds. */
export const minTrim = 1

/** Builds the timeline of a video from its frames. `duration` in seconds. */
export function timelineOf(coded: readonly CodedFrame[], duration: number): Timeline {
  // For each frame in decoding order: the earliest time of it and of all frames after it.
  const earliestAfter = Float64Array.from({ length: coded.length + 1 }, () => duration)
  for (let index = coded.length - 1; index >= 0; index--)
    earliestAfter[index] = Math.min(earliestAfter[index + 1] ?? duration, coded[index]?.time ?? 0)
  const shown = coded.filter(({ time }) => time > -timeTolerance)
  const ascending = (list: CodedFrame[]) =>
    Float64Array.from(list, ({ time }) => Math.max(0, time)).sort()
  const [frames, starts] = [ascending(shown), ascending(shown.filter(({ isKey }) => isKey))]
  // Audio may start before the first frame. That frame then counts from 0, so that the full trim has a valid start.
  if (starts[0] === frames[0]) starts.fill(0, 0, 1)
  frames.fill(0, 0, 1)
  const ends: number[] = []
  let latest = -Infinity
  coded.forEach(({ time }, index) => {
    latest = Math.max(latest, time)
    const next = earliestAfter[index + 1] ?? duration
    if (next > latest && next > timeTolerance) ends.push(next)
  })
  return { duration, frames, starts, ends: Float64Array.from(ends).sort() }
}

/** The time of an ascending list that is nearest to `time`; `time` itself if the list is empty. */
export function nearestTime(times: Float64Array, time: number): number {
  const after = countUpTo(times, time)
  const [before, next] = [times[after - 1] ?? Infinity, times[after] ?? Infinity]
  const found = Math.abs(time - before) <= Math.abs(next - time) ? before : next
  return Number.isFinite(found) ? found : time
}

/** Number of times in an ascending list that are not later than `time` (binary search). */
function countUpTo(times: Float64Array, time: number): number {
  let [low, high] = [0, times.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((times[middle] ?? 0) <= time + timeTolerance) low = middle + 1
    else high = middle
  }
  return low
}

/** Index of the frame that is visible at `time`, from 0. */
export const frameIndexAt = ({ frames }: Timeline, time: number): number =>
  Math.max(0, countUpTo(frames, time) - 1)

/** The time that is `steps` positions further in an ascending list, limited to its first and last time. */
export function stepTime(times: Float64Array, time: number, steps: number): number {
  const here = countUpTo(times, time) - 1
  // Between two times, the first step back leads to the earlier of them.
  const isOnTime = Math.abs((times[here] ?? -Infinity) - time) <= timeTolerance
  const index = here + steps + (steps < 0 && !isOnTime ? 1 : 0)
  return times[Math.max(0, Math.min(times.length - 1, index))] ?? time
}

/** The two sides of a trim. */
export type TrimSide = 'start' | 'end'

/**
 * Allowed positions of one side of a trim: every frame, or only the positions of a lossless trim. The last position
 * of side `end` is the end of the video.
 */
export function trimPositions(timeline: Timeline, side: TrimSide, mustCopy: boolean): Float64Array {
  if (mustCopy) return side === 'start' ? timeline.starts : timeline.ends
  return side === 'start'
    ? timeline.frames
    : Float64Array.from([...timeline.frames.subarray(1), timeline.duration])
}

/** Minimum length of a trim of this video: shorter videos can only be kept whole. */
const minTrimOf = ({ duration }: Timeline) => Math.min(minTrim, duration)

/** Moves one side to the allowed position nearest to `time`, and respects the minimum length. */
export function moveTrim(
  timeline: Timeline,
  trim: Trim,
  { side, time, mustCopy }: { side: TrimSide; time: number; mustCopy: boolean },
): Trim {
  const length = minTrimOf(timeline) - timeTolerance
  const positions = trimPositions(timeline, side, mustCopy).filter((position) =>
    side === 'start' ? position <= trim.end - length : position >= trim.start + length,
  )
  if (positions.length === 0) return trim
  return withCopyFlag(timeline, { ...trim, [side]: nearestTime(positions, time) })
}

/** Sets `copy` to whether both sides are at positions of a lossless trim. */
function withCopyFlag(timeline: Timeline, { start, end }: Trim): Trim {
  const includes = (times: Float64Array, time: number) =>
    Math.abs(nearestTime(times, time) - time) <= timeTolerance
  const copy =
    timeline.starts.length > 0 && includes(timeline.starts, start) && includes(timeline.ends, end)
  return { start, end, copy }
}

/** The trim that keeps the whole video. */
export const fullTrim = (timeline: Timeline): Trim =>
  withCopyFlag(timeline, { start: 0, end: timeline.duration, copy: false })

/** Whether a trim keeps the whole video. */
export const isFullTrim = ({ duration }: Timeline, { start, end }: Trim): boolean =>
  start <= timeTolerance && end >= duration - timeTolerance

/** The lossless trim nearest to a trim; `undefined` if none has the minimum length. */
export function nearestLosslessTrim(timeline: Timeline, trim: Trim): Trim | undefined {
  const start = nearestTime(timeline.starts, trim.start)
  const minEnd = start + minTrimOf(timeline) - timeTolerance
  const ends = timeline.ends.filter((end) => end >= minEnd)
  const found = withCopyFlag(timeline, { ...trim, start, end: nearestTime(ends, trim.end) })
  return found.copy && found.end > found.start ? found : undefined
}
