import type { PlayerOptions } from '@reelferry/contract'
import TCPlayer from 'tcplayer.js'
import tcpcrypto from 'tcplayer.js/dist/libs/tcpcrypto.1.0.0.js'
import styles from 'tcplayer.js/dist/tcplayer.min.css?url'
import type { Locale } from '../../../i18n/languages.ts'
import type { ReadyVideo } from '../model/video-state.ts'

/** How long it may take to show anything: it has been seen to wait for ever, without an error. */
const patienceMs = 15_000

/**
 * Lets VOD's own player take a `<video>` over, which is in the page already. `onFailure` is called once when it cannot
 * play, with how far it came in seconds: without a licence that holds it takes the element out of the page. Returns how
 * to end it.
 */
export function attachTcplayer(
  video: HTMLVideoElement,
  { name, fileId, psign, tcplayer }: ReadyVideo,
  { start, autoplay, muted, loop, controls }: PlayerOptions,
  locale: Locale,
  onFailure: (reached: number) => void,
): () => void {
  video.setAttribute('aria-label', name)
  video.muted = muted
  let reached = start
  video.addEventListener('loadedmetadata', () => (video.currentTime = start), { once: true })
  video.addEventListener('timeupdate', () => (reached = video.currentTime || reached))
  // Under a policy without inline styles: its sizes are the page's.
  Object.assign(window, { tcpcrypto, VIDEOJS_NO_DYNAMIC_STYLE: true })
  if (!document.querySelector('link[data-tcplayer]')) {
    const link = document.createElement('link')
    Object.assign(link, { rel: 'stylesheet', href: styles })
    link.dataset.tcplayer = ''
    document.head.append(link)
  }
  let isOver = false
  const fail = () => {
    if (isOver) return
    isOver = true
    clearTimeout(timer)
    onFailure(reached)
  }
  const timer = setTimeout(fail, patienceMs)
  video.addEventListener('loadeddata', () => clearTimeout(timer))
  // It tells Tencent what is watched, unless it is told not to.
  const player = TCPlayer(video, {
    fileID: fileId,
    appID: String(tcplayer?.appId),
    psign,
    licenseUrl: tcplayer?.licenseUrl,
    language: locale,
    ...{ autoplay, muted, loop, controls },
    ...{ reportable: false, playsinline: true },
  })
  // Not in its midst: it goes on with what it has lost by then.
  player.on('error', () => setTimeout(fail))
  return () => {
    isOver = true
    clearTimeout(timer)
    player.dispose()
  }
}
