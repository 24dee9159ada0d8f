import type { PlayerOptions } from '@reelferry/contract'
import TCPlayer from 'tcplayer.js'
import tcpcrypto from 'tcplayer.js/dist/libs/tcpcrypto.1.0.0.js'
import styles from 'tcplayer.js/dist/tcplayer.min.css?url'
import type { Locale } from '../../../i18n/languages.ts'
import type { ReadyVideo } from '../model/video-state.ts'

/** Milliseconds until the first frame must be there. TCPlayer was observed to wait forever without an error. */
const firstFrameTimeoutMs = 15_000

/**
 * Plays with TCPlayer in a `<video>` that is already in the page.
 * @param onFailure called at most once, with the position in seconds. Without a valid licence TCPlayer removes the
 * element from the page.
 * @returns a function that ends it
 */
export function attachTcplayer(
  video: HTMLVideoElement,
  { name, fileId, psign, tcplayer }: ReadyVideo,
  { start, autoplay, muted, loop, controls }: PlayerOptions,
  locale: Locale,
  onFailure: (position: number) => void,
): () => void {
  video.setAttribute('aria-label', name)
  video.muted = muted
  let position = start
  video.addEventListener('loadedmetadata', () => (video.currentTime = start), { once: true })
  video.addEventListener('timeupdate', () => (position = video.currentTime || position))
  // The page's policy forbids inline styles, so the page itself sets the size.
  Object.assign(window, { tcpcrypto, VIDEOJS_NO_DYNAMIC_STYLE: true })
  if (!document.querySelector('link[data-tcplayer]')) {
    const link = document.createElement('link')
    Object.assign(link, { rel: 'stylesheet', href: styles })
    link.dataset.tcplayer = ''
    document.head.append(link)
  }
  let hasEnded = false
  const fail = () => {
    if (hasEnded) return
    hasEnded = true
    clearTimeout(timer)
    onFailure(position)
  }
  const timer = setTimeout(fail, firstFrameTimeoutMs)
  video.addEventListener('loadeddata', () => clearTimeout(timer))
  const player = TCPlayer(video, {
    fileID: fileId,
    appID: String(tcplayer?.appId),
    psign,
    licenseUrl: tcplayer?.licenseUrl,
    language: locale,
    ...{ autoplay, muted, loop, controls },
    // Without `reportable: false` it reports to Tencent what is watched.
    ...{ reportable: false, playsinline: true },
  })
  // Asynchronously: TCPlayer continues to use its members after it has emitted the error.
  player.on('error', () => setTimeout(fail))
  return () => {
    hasEnded = true
    clearTimeout(timer)
    player.dispose()
  }
}
