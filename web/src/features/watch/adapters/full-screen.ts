/** The part of iOS that shows only the video itself in full screen. */
interface AppleVideo extends HTMLVideoElement {
  webkitEnterFullscreen?(): void
  webkitDisplayingFullscreen?: boolean
}

/** Whether this browser can show the player or its video in full screen. */
export const canFillScreen = (video: HTMLVideoElement): boolean =>
  document.fullscreenEnabled || 'webkitEnterFullscreen' in video

/** Whether the player, its video or an element inside is in full screen. */
export const fillsScreen = (player: HTMLElement, video: AppleVideo): boolean =>
  video.webkitDisplayingFullscreen === true || document.fullscreenElement?.contains(player) === true

/** Enters or leaves full screen: with the controls of the player, or on iPhones with those of the system. */
export async function toggleFullScreen(player: HTMLElement, video: AppleVideo): Promise<void> {
  try {
    if (document.fullscreenElement) await document.exitFullscreen()
    else if (document.fullscreenEnabled) await player.requestFullscreen()
    else video.webkitEnterFullscreen?.()
  } catch {
    // The browser denies it, for example without a click. The button can be used again.
  }
}
