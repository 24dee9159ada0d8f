import { setTimeout as delay } from 'node:timers/promises'

/** A change of the duration takes effect after this time at the latest, ms. */
const checkIntervalMs = 100

/**
 * Waits until a duration has elapsed. The duration may change while waiting.
 *
 * @param elapsedMs time that has already elapsed
 * @param durationMs returns the current duration, ms
 * @returns whether the duration has elapsed; false if the signal was aborted
 */
export async function wait(
  elapsedMs: number,
  durationMs: () => number,
  signal: AbortSignal,
): Promise<boolean> {
  // Measured with the machine's clock, because tests may set or stop the region's clock.
  const startedAt = performance.now() - elapsedMs
  for (;;) {
    const remainingMs = startedAt + durationMs() - performance.now()
    if (remainingMs <= 0) return true
    const isElapsed = await delay(Math.min(remainingMs, checkIntervalMs), true, { signal }).catch(
      () => false,
    )
    if (!isElapsed) return false
  }
}
