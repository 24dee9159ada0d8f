import { watch } from 'vue'

/** How long a control that has replaced another one ignores clicks, in milliseconds: longer than a double click. */
const guardMs = 400

/** Blocks clicks on a control that has just replaced another one, because they were meant for the other one. */
export interface ClickGuard {
  /** Reports that the control has another action from now on. */
  replaced(): void
  /** Whether a click must be ignored now. */
  isBlocked(): boolean
}

/** @param now returns the current time in milliseconds */
export function createClickGuard(now: () => number = () => performance.now()): ClickGuard {
  let replacedAt = -Infinity
  return {
    replaced: () => void (replacedAt = now()),
    isBlocked: () => now() - replacedAt < guardMs,
  }
}

/**
 * Guards the control of the current component whose action changes. Returns whether a click must be ignored now.
 * @example
 * const isBlocked = useClickGuard(() => action.value)
 * const click = () => isBlocked() || run(action.value)
 */
export function useClickGuard(action: () => unknown, guard = createClickGuard()): () => boolean {
  // The control is replaced when the page shows it, and not when its data changes.
  watch(action, () => guard.replaced(), { flush: 'post' })
  return () => guard.isBlocked()
}
