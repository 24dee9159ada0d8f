import { watch } from 'vue'

/** How long a control that has replaced another one ignores clicks, in milliseconds: longer than a double click. */
const guardMs = 400

/** The members of a click event that show whether a pointer, a key or a script caused it. */
type ClickDetail = Pick<UIEvent, 'detail' | 'isTrusted'>

/** Blocks clicks on a control that has just replaced another one, because they were meant for the other one. */
export interface ClickGuard {
  /** Reports that the control has another action from now on. */
  replaced(): void
  /** Whether a click must be ignored now. A single click of a pointer never is: it was meant for what is shown. */
  isBlocked(click?: ClickDetail): boolean
}

/**
 * Whether a click is one of its own: a single click of a pointer, or a call of `click()`. The second click of a double
 * click has the detail 2, also if another control is there by then; a click with a key has 0.
 */
const isSingleClick = (click: ClickDetail | undefined): boolean =>
  click !== undefined && (click.detail === 1 || (click.detail === 0 && !click.isTrusted))

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
 * const click = (event: MouseEvent) => isBlocked(event) || run(action.value)
 */
export function useClickGuard(
  action: () => unknown,
  guard = createClickGuard(),
): ClickGuard['isBlocked'] {
  // The control is replaced when the page shows it, and not when its data changes.
  watch(action, () => guard.replaced(), { flush: 'post' })
  return guard.isBlocked
}
