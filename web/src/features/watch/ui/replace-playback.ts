import { type PlayerOptions, videoElement } from '@reelferry/contract'
import { handOver } from '../adapters/hand-over.ts'
import type { ReadyVideo } from '../model/video-state.ts'
import type { Playback } from './playback.ts'
import type { Screen } from './screen.ts'
import { createVideo } from './video-element.ts'

/**
 * Changes to the new URLs of `video`: in a new element without a gap where the browser allows it, else in the element
 * of `old`.
 * @param options options of the page
 * @param receive continues the player with the video; not called if `old` was replaced meanwhile
 */
export async function replacePlayback(
  screen: Screen,
  old: Playback,
  video: ReadyVideo,
  options: PlayerOptions,
  receive: (video: ReadyVideo, options: PlayerOptions) => void,
): Promise<void> {
  const { element } = old
  const { muted } = element
  // TCPlayer cannot take over from another element.
  if (!screen.usesTcplayer(video)) {
    const stopped = { ...options, muted, autoplay: false, start: 0 }
    const next = screen.attach(createVideo(videoElement(video, stopped)), video, stopped)
    const isReplaced = await handOver(element, next.element)
    if (isReplaced && next.element.isConnected) {
      screen.accept(next)
      return receive(video, stopped)
    }
    // The old element was removed meanwhile, so the new one is not in the page either.
    if (isReplaced) next.element.pause()
    next.end()
  }
  if (screen.current() !== old) return
  const { paused, currentTime } = element
  receive(video, { ...options, muted, autoplay: !paused, start: currentTime })
}
