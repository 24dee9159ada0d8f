import { playerOptions } from '@reelferry/contract'
import type { Locale } from '../../../i18n/languages.ts'
import type { ReadyVideo, VideoState } from '../model/video-state.ts'
import { addKeyboardShortcuts } from './keyboard.ts'
import { mountPlayer } from './player.ts'
import { showShare } from './share.ts'

/** A mounted watch page. */
export interface WatchPage {
  /** Changes the language of all texts. Playback continues. */
  translate(locale: Locale): void
  unmount(): void
}

/**
 * Fills the article of a watch page: player, title, description, link and embed code.
 * @param onName called with the name of the video, or `''` while there is none
 */
export function mountWatchPage(
  article: HTMLElement,
  fileId: string,
  initialLocale: Locale,
  onName: (name: string) => void,
): WatchPage {
  const part = (name: string): HTMLElement => {
    const element = article.querySelector<HTMLElement>(`[data-${name}]`)
    if (!element) throw new Error(`The watch page has no element data-${name}.`)
    return element
  }
  const [title, description, share] = [part('title'), part('description'), part('share')]
  let video: ReadyVideo | undefined
  let locale = initialLocale

  function show(state: VideoState): void {
    video = state.status === 'ready' ? state : undefined
    title.textContent = video?.name ?? ''
    description.textContent = video?.description ?? ''
    title.hidden = share.hidden = !video
    description.hidden = !video?.description
    if (video) showShare(share, video, locale)
    onName(video?.name ?? '')
  }

  const options = playerOptions(new URLSearchParams(location.search))
  const player = mountPlayer(part('player'), fileId, options, {
    locale: () => locale,
    state: show,
  })
  const removeShortcuts = addKeyboardShortcuts(player.video)
  return {
    translate(next) {
      locale = next
      player.translate()
      if (video) showShare(share, video, next)
    },
    unmount() {
      removeShortcuts()
      player.stop()
    },
  }
}
