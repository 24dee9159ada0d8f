import { nextRate } from '../../model/keys.ts'
import { skinAction, type SkinAction } from '../../model/skin-keys.ts'
import type { Commands } from './commands.ts'

/** Elements outside of the player that use keys themselves. */
const fields = 'input, textarea, select, button, a, summary, dialog, [contenteditable]'

/** Duration of a frame for steps of a paused video, seconds. Browsers do not report the frame rate. */
const frame = 1 / 30

/**
 * Adds the keyboard shortcuts of the controls to the whole page. Keys in fields and on the buttons of the page around
 * are left alone. In the player, Space and Enter belong to the focused button, and arrow keys to the volume slider.
 */
export function addShortcuts(
  root: HTMLElement,
  video: () => HTMLVideoElement,
  commands: Commands,
  signal: AbortSignal,
): void {
  function actionOf(event: KeyboardEvent): SkinAction | undefined {
    const { target } = event
    if (!(target instanceof Element) || event.defaultPrevented) return undefined
    if (target.closest('dialog, .skin-menu')) return undefined
    const isInside = root.contains(target)
    if (!isInside && target.closest(fields)) return undefined
    const ownsKey =
      (target.closest('button') && /^( |Enter)$/.test(event.key)) ||
      (target.closest('.skin-volume input') && /^(Arrow|Home|End|Page)/.test(event.key))
    return ownsKey ? undefined : skinAction(event, isInside)
  }

  function perform(action: SkinAction): void {
    const player = video()
    switch (action.kind) {
      case 'toggle':
        return commands.toggleByKey()
      case 'mute':
        return commands.toggleMute()
      case 'captions':
        return commands.toggleCaptions()
      case 'pip':
        return commands.togglePip()
      case 'fullscreen':
        return commands.toggleFullScreen()
      case 'help':
        return commands.openShortcuts()
      case 'skip':
        return commands.skip(action.by)
      case 'jump':
        return commands.jump(action.to)
      case 'rate':
        return commands.changeRate(nextRate(player.playbackRate, action.by))
      case 'volume':
        return commands.setVolume(player.volume + action.by)
      case 'frame':
        if (player.paused) commands.skip(action.by * frame)
    }
  }

  document.addEventListener(
    'keydown',
    (event) => {
      const action = actionOf(event)
      if (!action) return
      event.preventDefault()
      perform(action)
    },
    { signal, capture: true },
  )
}
