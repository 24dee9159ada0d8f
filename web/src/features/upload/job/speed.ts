/** A moment of a transfer: `time` in ms, `bytes` sent until then. */
export interface Sample {
  time: number
  bytes: number
}

/** Long enough to smooth parts that finish together, short enough to follow a changing network. */
const windowMs = 8000

/** Less than this says more about the clock than about the network. */
const shortestMs = 400

/** The samples that count after one more; what is older than the window goes, all but one. */
export function addSample(samples: readonly Sample[], sample: Sample): Sample[] {
  const next = [...samples, sample]
  const firstInside = next.findIndex(({ time }) => sample.time - time <= windowMs)
  return next.slice(Math.max(0, firstInside - 1))
}

/** Bytes a second over the window; 0 while unknown. */
export function speed(samples: readonly Sample[]): number {
  const [first, last] = [samples[0], samples.at(-1)]
  if (!first || !last || last.time - first.time < shortestMs) return 0
  return Math.max(0, ((last.bytes - first.bytes) / (last.time - first.time)) * 1000)
}
