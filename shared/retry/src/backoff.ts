const initialMs = 500
const maxMs = 20_000

/**
 * Delay before retry number `failures` (from 1), in milliseconds: exponential from 0.5 to 20 s. The upper half is
 * random ("equal jitter"), so that many clients do not retry at the same moment.
 * @param random from 0 to 1
 */
export function backoff(failures: number, random = Math.random()): number {
  const ceiling = Math.min(maxMs, initialMs * 2 ** (failures - 1))
  return ceiling / 2 + (ceiling / 2) * random
}
