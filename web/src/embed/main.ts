import { playerOptions } from '@reelferry/contract'
import { initialLocale } from '../i18n/languages.ts'
import {
  type PlayerMessage,
  readCommand,
  targetOriginOf,
} from '../features/watch/model/messages.ts'
import { addKeyboardShortcuts } from '../features/watch/ui/keyboard.ts'
import { mountPlayer } from '../features/watch/ui/player.ts'

/** The embed page: a player that fills its frame and exchanges messages with the page around it. */
const query = new URLSearchParams(location.search)
const fileId = location.pathname.split('/').at(-1) ?? ''
/** The origin of the page around. Without `?origin=` it is any page, because no message contains a secret. */
const targetOrigin = targetOriginOf(query.get('origin'))
const host = document.querySelector<HTMLElement>('[data-player]')
const heading = document.querySelector('h1')
if (!host || !heading) throw new Error('The embed page lacks an element.')

document.documentElement.lang = initialLocale()

const emit = (message: PlayerMessage) => {
  if (targetOrigin && window.parent !== window) window.parent.postMessage(message, targetOrigin)
}

const timesOf = (video: HTMLVideoElement) => ({
  time: video.currentTime,
  duration: Number.isFinite(video.duration) ? video.duration : 0,
})

const emitReady = (video: HTMLVideoElement) =>
  emit({ reelferry: 'ready', fileId, duration: timesOf(video).duration })

const player = mountPlayer(host, fileId, playerOptions(query), {
  locale: initialLocale,
  keepsRange: true,
  tcplayer: () => import('../features/watch/adapters/tcplayer.ts'),
  styles: async () => (await import('./notice-styles.ts')).loaded,
  state(state) {
    const name = state.status === 'ready' ? state.name : ''
    heading.textContent = name
    heading.hidden = name === ''
    emit({ reelferry: 'state', state: state.status })
  },
  element(video) {
    for (const event of ['play', 'pause', 'ended', 'timeupdate'] as const)
      video.addEventListener(event, () => {
        const reelferry = event === 'timeupdate' ? 'time' : event
        if (player.video() === video) emit({ reelferry, ...timesOf(video) })
      })
    if (video.readyState > 0) emitReady(video)
    else video.addEventListener('loadedmetadata', () => emitReady(video), { once: true })
  },
})

addKeyboardShortcuts(player.video)

window.addEventListener('message', ({ data, source, origin }) => {
  if (source !== window.parent || (targetOrigin !== '*' && origin !== targetOrigin)) return
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
      emitReady(video)
  }
})
