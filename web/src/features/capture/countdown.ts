import type { CaptureContext } from './capture-context.ts'

/** Seconds of the countdown before a recording. */
const countdownSeconds = 3

/** The countdown before a recording. Without a countdown, `run` waits for nothing. */
export function createCountdown({
  dependencies,
  recording,
  hasCountdown,
  apply,
  cancelAttempt,
}: Pick<
  CaptureContext,
  'dependencies' | 'recording' | 'hasCountdown' | 'apply' | 'cancelAttempt'
>) {
  /** Counts down to 0. Resolves early when `isCurrent` becomes false. */
  async function run(isCurrent: () => boolean): Promise<void> {
    for (let remaining = hasCountdown.value ? countdownSeconds : 0; remaining > 0; remaining--) {
      apply({ type: 'count', remaining })
      await dependencies.wait(1000)
      if (!isCurrent()) return
    }
    apply({ type: 'count', remaining: 0 })
  }

  function cancel(): void {
    if (recording.value.stage !== 'counting') return
    cancelAttempt()
    apply({ type: 'countdown-canceled' })
  }

  return { run, cancel }
}
