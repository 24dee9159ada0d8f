import { keyAction, nextRate } from '../model/keys.ts'

/** Whether a key already means something where it was pressed: in a field, on a button, on a video with controls. */
const isTaken = (target: EventTarget | null) =>
  target instanceof Element &&
  target.closest('input, textarea, select, button, a, summary, video[controls]') !== null

/**
 * Drives a player by keyboard wherever on the page the focus is. `video` is asked for at each key. Returns how to end it.
 */
export function driveByKeyboard(video: () => HTMLVideoElement | undefined): () => void {
  const drive = (event: KeyboardEvent) => {
    const player = video()
    const action = keyAction(event)
    if (!player || !action || isTaken(event.target)) return
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
  document.addEventListener('keydown', drive)
  return () => document.removeEventListener('keydown', drive)
}
