import { type Tap, tapSkip } from '../../model/taps.ts'
import { element } from '../elements.ts'

/** Milliseconds without input until the controls of a playing video disappear. */
const idleMs = 3000

/** Reactions to a pointer on the video. */
interface PointerActions {
  toggle(): void
  toggleFullScreen(): void
  skip(seconds: number): void
  /** Whether the controls must stay visible. */
  isBusy(): boolean
}

/** Whether a finger caused a click. Older browsers do not report it, so their clicks count as those of a mouse. */
const isTouch = (event: MouseEvent): boolean =>
  event instanceof PointerEvent && event.pointerType === 'touch'

/**
 * Handles a mouse and fingers on the video, and hides the controls while nobody uses them. A click plays or pauses, a
 * double click fills the screen. A tap shows or hides the controls, a double tap at a side skips.
 * @param root the element whose class `is-idle` hides the controls
 */
export function createPointerArea(root: HTMLElement, actions: PointerActions, signal: AbortSignal) {
  const area = element('div', 'skin-area')
  let timer: ReturnType<typeof setTimeout> | undefined
  let previous: Tap | undefined
  let wasIdle = false

  function wake(): void {
    clearTimeout(timer)
    root.classList.remove('is-idle')
    timer = setTimeout(sleep, idleMs)
  }

  function sleep(): void {
    if (actions.isBusy()) wake()
    else root.classList.add('is-idle')
  }

  function onTap(event: MouseEvent): void {
    const { left, width } = area.getBoundingClientRect()
    const tap = { at: event.timeStamp, x: width > 0 ? (event.clientX - left) / width : 0.5 }
    const seconds = tapSkip(previous, tap)
    previous = tap
    if (seconds) actions.skip(seconds)
    else if (!wasIdle && !actions.isBusy()) {
      clearTimeout(timer)
      root.classList.add('is-idle')
    }
  }

  // Before `wake`, which the same event triggers.
  root.addEventListener('pointerdown', () => (wasIdle = root.classList.contains('is-idle')), {
    signal,
    capture: true,
  })
  for (const name of ['pointermove', 'pointerdown', 'keydown', 'focusin'])
    root.addEventListener(name, wake, { signal })
  root.addEventListener('mouseleave', sleep, { signal })
  area.addEventListener(
    'click',
    (event) => {
      if (isTouch(event)) onTap(event)
      else actions.toggle()
    },
    { signal },
  )
  area.addEventListener('dblclick', (event) => {
    if (!isTouch(event)) actions.toggleFullScreen()
  })
  signal.addEventListener('abort', () => clearTimeout(timer))
  return { element: area, wake }
}
