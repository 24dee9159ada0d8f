import { playerOptions } from '@reelferry/contract'
import type { Locale } from '../../../i18n/languages.ts'
import type { ReadyVideo, VideoState } from '../model/video-state.ts'
import { driveByKeyboard } from './keyboard.ts'
import { mountPlayer } from './player.ts'
import { showShare } from './share.ts'

/** A watch page on the screen, until it is left. */
export interface WatchPage {
  /** Says everything in another language; the video goes on. */
  translate(locale: Locale): void
  leave(): void
}

/**
 * Brings the article of a watch page to life: player, title, description and what to share it with. `named` is told the
 * video's name, or `''`.
 */
export function openWatchPage(
  article: HTMLElement,
  fileId: string,
  locale: Locale,
  named: (name: string) => void,
): WatchPage {
  const part = (name: string): HTMLElement => {
    const found = article.querySelector<HTMLElement>(`[data-${name}]`)
    if (!found) throw new Error(`The watch page has no ${name}.`)
    return found
  }
  const [title, description, share] = [part('title'), part('description'), part('share')]
  let shown: ReadyVideo | undefined
  let language = locale

  function tell(state: VideoState): void {
    shown = state.status === 'ready' ? state : undefined
    title.textContent = shown?.name ?? ''
    description.textContent = shown?.description ?? ''
    title.hidden = share.hidden = !shown
    description.hidden = !shown?.description
    if (shown) showShare(share, shown, language)
    named(shown?.name ?? '')
  }

  const options = playerOptions(new URLSearchParams(location.search))
  const player = mountPlayer(part('player'), fileId, options, {
    locale: () => language,
    state: tell,
  })
  const stopKeys = driveByKeyboard(player.video)
  return {
    translate(next) {
      language = next
      player.translate()
      if (shown) showShare(share, shown, next)
    },
    leave() {
      stopKeys()
      player.stop()
    },
  }
}
