import type { ResultProgress, Transferred } from './job.ts'

/** Progress at one moment: `time` in ms, `bytes` sent until then. */
interface Sample {
  time: number
  bytes: number
}

/** A time left that the page shows. */
export interface ShownTime {
  /** Time of the last update, in ms. */
  updatedAt: number
  /** Rounded seconds; `undefined` while unknown. */
  seconds: number | undefined
}

/** Measurement of a transfer since it started, or since it was last paused or interrupted. */
export interface Measurement {
  /** Time of the first sample, in ms. */
  startedAt: number
  /** Samples of the last {@link windowMs}, and the last one before them. */
  samples: readonly Sample[]
  /** Bytes per second; 0 while unknown. */
  speed: number
  timeLeft: ShownTime
}

/** The speed is the average over this time: parts finish together, and networks vary within seconds. */
const windowMs = 25_000

/** A gap without progress after which the measurement starts again, for example because the device was suspended. */
const maxGapMs = 20_000

/** Time of measurement until the speed is known: over a shorter time, the resolution of the clock distorts it. */
const minSpeedMs = 500

/** Time of measurement until the time left is known. */
const minTimeLeftMs = 8000

/** The shown values stay this long, because numbers that change all the time are hard to read. */
const updateIntervalMs = 2000

/** The step to which a time is rounded, in seconds. */
const stepOf = (seconds: number): number => (seconds < 60 ? 10 : seconds < 600 ? 60 : 300)

/** Share of a step by which a time must differ from the shown one. A half would let the text alternate. */
const minDifference = 0.75

/**
 * Rounds a time to 10 seconds below a minute, to a minute below ten minutes, and to five minutes above. Less than ten
 * seconds become 0.
 * @param shown the rounded time that is shown now; it stays while it is close enough
 */
export function roundTimeLeft(seconds: number, shown?: number): number {
  if (seconds < 10) return 0
  const step = stepOf(seconds)
  if (shown !== undefined && Math.abs(seconds - shown) < minDifference * step) return shown
  return Math.round(seconds / step) * step
}

/** Updates a shown time with a new estimate, at most once in {@link updateIntervalMs}. */
export function updateTimeLeft(
  shown: ShownTime,
  time: number,
  estimate: number | undefined,
): ShownTime {
  if (time - shown.updatedAt < updateIntervalMs) return shown
  const seconds = estimate === undefined ? undefined : roundTimeLeft(estimate, shown.seconds)
  return { updatedAt: time, seconds }
}

/** Progress of a transfer at one moment. */
interface Progress {
  /** In ms, of a clock that never goes back. */
  time: number
  sentBytes: number
  /** Size of the source; a `result` has its own size. */
  totalBytes: number
  result?: ResultProgress | undefined
}

/**
 * Adds the progress of a transfer to its measurement.
 * @param before the measurement so far; `undefined` at the start, and after a pause or an interruption
 */
export function measure(before: Measurement | undefined, progress: Progress): Measurement {
  const { time, sentBytes: bytes } = progress
  const last = before?.samples.at(-1)
  if (!before || !last || time - last.time > maxGapMs)
    return {
      startedAt: time,
      samples: [{ time, bytes }],
      speed: 0,
      timeLeft: { updatedAt: time + minSpeedMs - updateIntervalMs, seconds: undefined },
    }
  const samples = addSample(before.samples, { time, bytes })
  const { startedAt } = before
  if (time - before.timeLeft.updatedAt < updateIntervalMs) return { ...before, samples }
  const speed = averageSpeed(samples)
  const seconds = time - startedAt < minTimeLeftMs ? undefined : secondsLeft(speed, progress)
  return { startedAt, samples, speed, timeLeft: updateTimeLeft(before.timeLeft, time, seconds) }
}

function addSample(samples: readonly Sample[], sample: Sample): Sample[] {
  const next = [...samples, sample]
  const firstInside = next.findIndex(({ time }) => sample.time - time <= windowMs)
  return next.slice(Math.max(0, firstInside - 1))
}

function averageSpeed(samples: readonly Sample[]): number {
  const [first, last] = [samples[0], samples.at(-1)]
  if (!first || !last || last.time === first.time) return 0
  return Math.max(0, ((last.bytes - first.bytes) / (last.time - first.time)) * 1000)
}

function secondsLeft(
  speed: number,
  { sentBytes, totalBytes, result }: Progress,
): number | undefined {
  // While a file is compressed, sending waits for the encoder. The speed does not predict the end.
  if (result && result.encoded < 1) return result.remainingEncodingSeconds
  const bytes = Math.max(0, (result?.totalBytes ?? totalBytes) - sentBytes)
  return speed > 0 ? bytes / speed : undefined
}

/** The progress of a transfer as its job contains it. */
export const transferredOf = (
  { speed, timeLeft }: Measurement,
  { sentBytes, result }: Pick<Progress, 'sentBytes' | 'result'>,
): Transferred => ({
  sentBytes,
  speed,
  remainingSeconds: timeLeft.seconds,
  ...(result && { result }),
})
