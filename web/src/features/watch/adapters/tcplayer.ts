import TCPlayer from 'tcplayer.js'
import tcpcrypto from 'tcplayer.js/dist/libs/tcpcrypto.1.0.0.js'
import styles from 'tcplayer.js/dist/tcplayer.min.css?url'

/** How long it may take to show anything: it has been seen to wait for ever, without an error. */
const patienceMs = 15_000

/** What TCPlayer is told of a video; members as in its README. */
export interface TcplayerOptions {
  fileID: string
  appID: string
  psign: string
  licenseUrl: string
  language: string
  autoplay: boolean
  muted: boolean
  loop: boolean
  controls: boolean
}

/**
 * Lets VOD's own player take a `<video>` over, which is in the page already. `onFailure` is called once when it cannot
 * play: without a licence that holds it takes the element out of the page. Returns how to end it.
 */
export function attachTcplayer(
  video: HTMLVideoElement,
  options: TcplayerOptions,
  onFailure: () => void,
): () => void {
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
    onFailure()
  }
  const timer = setTimeout(fail, patienceMs)
  video.addEventListener('loadeddata', () => clearTimeout(timer))
  // It tells Tencent what is watched, unless it is told not to.
  const player = TCPlayer(video, { ...options, reportable: false, playsinline: true })
  // Not in its midst: it goes on with what it has lost by then.
  player.on('error', () => setTimeout(fail))
  return () => {
    isOver = true
    clearTimeout(timer)
    player.dispose()
  }
}
