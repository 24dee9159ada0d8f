import { tinyTime, type Trim } from './trim.ts'

/** Moments of a video, in seconds from its first frame, ascending. */
export interface Timeline {
  duration: number
  /** When each frame is shown. */
  frames: Float64Array<ArrayBuffer>
  /** Frames that need no other to be decoded: where a copy can begin. */
  starts: Float64Array<ArrayBuffer>
  /**
   * Where a copy can end: no frame before needs one after. In a stream whose order of decoding is that of
   * showing, that is anywhere; between frames that refer to a later one it is not.
   */
  ends: Float64Array<ArrayBuffer>
}

/** A frame as it stands in the file, in the order of decoding. */
export interface CodedFrame {
  /** Seconds from the first frame shown; what is before 0 is not shown. */
  time: number
  isKey: boolean
}

/** Seconds that must be left. */
export const shortestTrim = 1

/** Finds the moments of a video. */
export function timelineOf(coded: readonly CodedFrame[], duration: number): Timeline {
  const earliestAfter = Float64Array.from({ length: coded.length + 1 }, () => duration)
  for (let index = coded.length - 1; index >= 0; index--)
    earliestAfter[index] = Math.min(earliestAfter[index + 1] ?? duration, coded[index]?.time ?? 0)
  const shown = coded.filter(({ time }) => time > -tinyTime)
  const ascending = (some: CodedFrame[]) =>
    Float64Array.from(some, ({ time }) => Math.max(0, time)).sort()
  const [frames, starts] = [ascending(shown), ascending(shown.filter(({ isKey }) => isKey))]
  // Where the sound begins first, its beginning is that of the first frame: else no start were the whole.
  if (starts[0] === frames[0]) starts.fill(0, 0, 1)
  frames.fill(0, 0, 1)
  const ends: number[] = []
  let latest = -Infinity
  coded.forEach(({ time }, index) => {
    latest = Math.max(latest, time)
    const next = earliestAfter[index + 1] ?? duration
    if (next > latest && next > tinyTime) ends.push(next)
  })
  return { duration, frames, starts, ends: Float64Array.from(ends).sort() }
}

/** The moment of an ascending list that is nearest to a time; that time itself if the list is empty. */
export function nearest(times: Float64Array, time: number): number {
  const after = indexAfter(times, time)
  const [before, next] = [times[after - 1] ?? Infinity, times[after] ?? Infinity]
  const found = Math.abs(time - before) <= Math.abs(next - time) ? before : next
  return Number.isFinite(found) ? found : time
}

/** How many moments are not later than a time. */
function indexAfter(times: Float64Array, time: number): number {
  let [low, high] = [0, times.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((times[middle] ?? 0) <= time + tinyTime) low = middle + 1
    else high = middle
  }
  return low
}

/** The frame that is shown at a time, counted from 0. */
export const frameAt = ({ frames }: Timeline, time: number): number =>
  Math.max(0, indexAfter(frames, time) - 1)

/** The moment `steps` places further in an ascending list, or the outermost. */
export function step(times: Float64Array, time: number, steps: number): number {
  const here = indexAfter(times, time) - 1
  // Between two moments the first step back is to the one before.
  const isOn = Math.abs((times[here] ?? -Infinity) - time) <= tinyTime
  const index = here + steps + (steps < 0 && !isOn ? 1 : 0)
  return times[Math.max(0, Math.min(times.length - 1, index))] ?? time
}

/** Which end of the part is moved. */
export type Side = 'start' | 'end'

/**
 * Where an end may stand: at frames, or only where the video can be cut without encoding. The last one is
 * where the video ends.
 */
export function placesOf(timeline: Timeline, side: Side, mustCopy: boolean): Float64Array {
  if (mustCopy) return side === 'start' ? timeline.starts : timeline.ends
  return side === 'start'
    ? timeline.frames
    : Float64Array.from([...timeline.frames.subarray(1), timeline.duration])
}

/** The least that is left of a video of this length: short ones may be kept whole. */
const leastOf = ({ duration }: Timeline) => Math.min(shortestTrim, duration)

/** Moves one end to the place nearest to a time, no nearer to the other end than allowed. */
export function move(
  timeline: Timeline,
  trim: Trim,
  { side, time, mustCopy }: { side: Side; time: number; mustCopy: boolean },
): Trim {
  const least = leastOf(timeline) - tinyTime
  const places = placesOf(timeline, side, mustCopy).filter((place) =>
    side === 'start' ? place <= trim.end - least : place >= trim.start + least,
  )
  if (places.length === 0) return trim
  return marked(timeline, { ...trim, [side]: nearest(places, time) })
}

/** The part, and whether it can be copied. */
function marked(timeline: Timeline, { start, end }: Trim): Trim {
  const isAt = (times: Float64Array, time: number) =>
    Math.abs(nearest(times, time) - time) <= tinyTime
  const copy =
    timeline.starts.length > 0 && isAt(timeline.starts, start) && isAt(timeline.ends, end)
  return { start, end, copy }
}

/** All of a video. */
export const whole = (timeline: Timeline): Trim =>
  marked(timeline, { start: 0, end: timeline.duration, copy: false })

/** Whether a part is all of the video. */
export const isWhole = ({ duration }: Timeline, { start, end }: Trim): boolean =>
  start <= tinyTime && end >= duration - tinyTime

/** The part that is nearest to one and can be copied; `undefined` if there is none that is long enough. */
export function copyable(timeline: Timeline, trim: Trim): Trim | undefined {
  const start = nearest(timeline.starts, trim.start)
  const ends = timeline.ends.filter((end) => end >= start + leastOf(timeline) - tinyTime)
  const found = marked(timeline, { ...trim, start, end: nearest(ends, trim.end) })
  return found.copy && found.end > found.start ? found : undefined
}
