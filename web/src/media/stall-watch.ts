/** Ends a worker that hangs. Codecs of some browsers neither produce output nor fail (decision 0049). */

/**
 * Seconds without progress after which a worker counts as hung. A slow disk or a slow frame takes a few seconds; the
 * worker reports progress every second.
 */
export const stallSeconds = 60

/** Milliseconds between two ticks. */
const tick = 1000

/** A running watch. */
export interface StallWatch {
  /** The worker has sent something. */
  noteProgress(): void
  stop(): void
}

/**
 * Calls `onStall` once after {@link stallSeconds} without progress. Counts only time in which this page runs and is
 * visible: browsers slow down or freeze hidden pages with their workers, and the clock jumps while a device sleeps.
 */
export function watchForStall(onStall: () => void): StallWatch {
  let idle = 0
  let tickedAt = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    // A late tick means that the page did not run.
    idle = document.hidden ? 0 : idle + Math.min(now - tickedAt, 2 * tick)
    tickedAt = now
    if (idle < stallSeconds * 1000) return
    clearInterval(timer)
    onStall()
  }, tick)
  return { noteProgress: () => void (idle = 0), stop: () => clearInterval(timer) }
}
