import type { ResultProgress, Transferred } from './job.ts'

/** Progress at one moment: `time` in ms, `bytes` sent until then. */
export interface Sample {
  time: number
  bytes: number
}

/** Long enough to smooth parts that finish together, short enough to follow a changing network. */
const windowMs = 8000

/** Over a shorter time, the resolution of the clock distorts the speed. */
const minDurationMs = 400

/** Adds a sample. Drops the samples before the window, except the last of them. */
export function addSample(samples: readonly Sample[], sample: Sample): Sample[] {
  const next = [...samples, sample]
  const firstInside = next.findIndex(({ time }) => sample.time - time <= windowMs)
  return next.slice(Math.max(0, firstInside - 1))
}

/** Speed over the window in bytes per second; 0 while unknown. */
export function speed(samples: readonly Sample[]): number {
  const [first, last] = [samples[0], samples.at(-1)]
  if (!first || !last || last.time - first.time < minDurationMs) return 0
  return Math.max(0, ((last.bytes - first.bytes) / (last.time - first.time)) * 1000)
}

/**
 * Progress of a transfer, with its speed and the remaining time.
 * @param totalBytes size of the source; a `result` has its own size
 */
export function estimate(
  samples: readonly Sample[],
  {
    sentBytes,
    totalBytes,
    result,
  }: { sentBytes: number; totalBytes: number; result?: ResultProgress | undefined },
): Transferred {
  const bytesPerSecond = speed(samples)
  const remainingBytes = Math.max(0, (result?.totalBytes ?? totalBytes) - sentBytes)
  const sendingSeconds = bytesPerSecond > 0 ? remainingBytes / bytesPerSecond : undefined
  // While a file is compressed, sending waits for the encoder. The speed does not predict the end.
  const isEncoded = !result || result.encoded === 1
  const remainingSeconds = isEncoded ? sendingSeconds : result.remainingEncodingSeconds
  return { sentBytes, speed: bytesPerSecond, remainingSeconds, ...(result && { result }) }
}
