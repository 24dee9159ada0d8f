import { playerOptions } from '@reelferry/contract'
import { initialLocale } from '../i18n/languages.ts'
import { partnerOf, type PlayerEvent, readCommand } from '../features/watch/model/messages.ts'
import { driveByKeyboard } from '../features/watch/ui/keyboard.ts'
import { mountPlayer } from '../features/watch/ui/player.ts'
import notices from './notices.css?url'

/** The embed page: a player that fills its frame, and talks with the page around it. */
const query = new URLSearchParams(location.search)
const fileId = location.pathname.split('/').at(-1) ?? ''
/** Only pages of this origin are talked with; of any, unless one is named. What is said is no secret of anybody's. */
const partner = partnerOf(query.get('origin'))
const host = document.querySelector<HTMLElement>('[data-player]')
const heading = document.querySelector('h1')
if (!host || !heading) throw new Error('The embed page is not whole.')

document.documentElement.lang = initialLocale()

const say = (event: PlayerEvent) => {
  if (partner && window.parent !== window) window.parent.postMessage(event, partner)
}

const about = (video: HTMLVideoElement) => ({
  time: video.currentTime,
  duration: Number.isFinite(video.duration) ? video.duration : 0,
})

const sayReady = (video: HTMLVideoElement) =>
  say({ reelferry: 'ready', fileId, duration: about(video).duration })

let stylesOfNotices: Promise<unknown> | undefined

const player = mountPlayer(host, fileId, playerOptions(query), {
  locale: initialLocale,
  tcplayer: () => import('../features/watch/adapters/tcplayer.ts'),
  styles: () =>
    (stylesOfNotices ??= new Promise((resolve) => {
      const link = document.createElement('link')
      Object.assign(link, { rel: 'stylesheet', href: notices, onload: resolve, onerror: resolve })
      document.head.append(link)
    })),
  state(state) {
    const name = state.status === 'ready' ? state.name : ''
    heading.textContent = name
    heading.hidden = name === ''
    say({ reelferry: 'state', state: state.status })
  },
  element(video) {
    for (const [event, reelferry] of [
      ['play', 'play'],
      ['pause', 'pause'],
      ['ended', 'ended'],
      ['timeupdate', 'time'],
    ] as const)
      video.addEventListener(event, () => {
        if (player.video() === video) say({ reelferry, ...about(video) })
      })
    if (video.readyState > 0) sayReady(video)
    else video.addEventListener('loadedmetadata', () => sayReady(video), { once: true })
  },
})

driveByKeyboard(player.video)

window.addEventListener('message', ({ data, source, origin }) => {
  if (source !== window.parent || (partner !== '*' && origin !== partner)) return
  const command = readCommand(data)
  const video = player.video()
  if (!command || !video) return
  switch (command.reelferry) {
    case 'play':
      void video.play().catch(() => undefined)
      break
    case 'pause':
      video.pause()
      break
    case 'seek':
      video.currentTime = command.time
      break
    case 'ready':
      sayReady(video)
  }
})
