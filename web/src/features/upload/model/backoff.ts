/** Milliseconds before the first repetition; each further one may take twice as long. */
const firstMs = 500
const longestMs = 20_000

/**
 * How long to wait before repetition number `attempt` (from 1), in ms: exponential, with full
 * jitter over its upper half so that many pages do not come back at the same moment. `random` is
 * from 0 to 1.
 */
export function backoff(attempt: number, random: number): number {
  const ceiling = Math.min(longestMs, firstMs * 2 ** (attempt - 1))
  return ceiling / 2 + (ceiling / 2) * random
}
