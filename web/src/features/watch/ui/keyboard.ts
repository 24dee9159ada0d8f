import { keyAction, nextRate } from '../model/keys.ts'

/** Whether the focused element uses keys itself: a field, a button, a dialog, or a video with controls. */
const handlesKeys = (target: EventTarget | null) =>
  target instanceof Element &&
  target.closest('input, textarea, select, button, a, summary, dialog, video[controls]') !== null

/**
 * Adds the player's keyboard shortcuts to the whole page. `video` returns the current video at each key press.
 * @returns a function that removes them
 */
export function addKeyboardShortcuts(video: () => HTMLVideoElement | undefined): () => void {
  const onKeydown = (event: KeyboardEvent) => {
    const player = video()
    const action = keyAction(event)
    // The controls of the player react to more keys, and before this listener.
    if (event.defaultPrevented || !player || !action || handlesKeys(event.target)) return
    event.preventDefault()
    switch (action.kind) {
      case 'toggle':
        if (player.paused) void player.play().catch(() => undefined)
        else player.pause()
        break
      case 'skip':
        player.currentTime += action.by
        break
      case 'rate':
        player.playbackRate = nextRate(player.playbackRate, action.by)
        break
      case 'mute':
        player.muted = !player.muted
        break
      case 'fullscreen':
        if (document.fullscreenElement) void document.exitFullscreen()
        else void player.requestFullscreen().catch(() => undefined)
    }
  }
  document.addEventListener('keydown', onKeydown)
  return () => document.removeEventListener('keydown', onKeydown)
}
