import { watch } from 'vue'

/** How long a control that has replaced another one ignores clicks, in milliseconds: longer than a double click. */
const guardMs = 400

/** Blocks clicks on a control that has just replaced another one, because they were meant for the other one. */
export interface ClickGuard {
  /** Reports that the control has another action from now on. */
  replaced(): void
  /** Whether a click must be ignored now. A single click of a pointer never is: it was meant for what is shown. */
  isBlocked(click?: Event): boolean
}

/** The second click of a double click has the count 2, also if another element is there by then. A key has 0. */
const isSingleClick = (click: Event | undefined) => click instanceof UIEvent && click.detail === 1

/** @param now returns the current time in milliseconds */
export function createClickGuard(now: () => number = () => performance.now()): ClickGuard {
  let replacedAt = -Infinity
  return {
    replaced: () => void (replacedAt = now()),
    isBlocked: (click) => !isSingleClick(click) && now() - replacedAt < guardMs,
  }
}

/**
 * Guards the control of the current component whose action changes. Returns whether a click must be ignored now.
 * @example
 * const isBlocked = useClickGuard(() => action.value)
 * const click = (event: Event) => isBlocked(event) || run(action.value)
 */
export function useClickGuard(
  action: () => unknown,
  guard = createClickGuard(),
): ClickGuard['isBlocked'] {
  // The control is replaced when the page shows it, and not when its data changes.
  watch(action, () => guard.replaced(), { flush: 'post' })
  return guard.isBlocked
}
