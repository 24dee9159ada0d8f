import { playerOptions } from '@reelferry/contract'
import { initialLocale } from '../i18n/languages.ts'
import { targetOriginOf } from '../features/watch/model/target-origin.ts'
import { addKeyboardShortcuts } from '../features/watch/ui/keyboard.ts'
import { mountPlayer } from '../features/watch/ui/player.ts'

/** The embed page: a player that fills its frame and exchanges messages with the page around it. */
const query = new URLSearchParams(location.search)
const id = location.pathname.split('/').at(-1) ?? ''
/** The origin of the page around. Without `?origin=` it is any page, because no message contains a secret. */
const targetOrigin = targetOriginOf(query.get('origin'))
const host = document.querySelector<HTMLElement>('[data-player]')
const heading = document.querySelector('h1')
if (!host || !heading) throw new Error('The embed page lacks an element.')

document.documentElement.lang = initialLocale()

/** Messages for the page around, if there is one. Their code is loaded for it only. */
const messages =
  targetOrigin && window.parent !== window
    ? import('./frame-messages.ts').then(
        ({ createFrameMessages }) => createFrameMessages(id, targetOrigin, player.video),
        // Without this code the player works, but the page around cannot control it.
        () => undefined,
      )
    : undefined

const player = mountPlayer(host, id, playerOptions(query), {
  locale: initialLocale,
  keepsRange: true,
  tcplayer: () => import('../features/watch/adapters/tcplayer.ts'),
  styles: async () => (await import('./notice-styles.ts')).loaded,
  state(state) {
    const name = state.status === 'ready' ? state.name : ''
    heading.textContent = name
    heading.hidden = name === ''
    void messages?.then((frame) => frame?.state(state))
  },
  element(video) {
    void messages?.then((frame) => frame?.attach(video))
  },
})

addKeyboardShortcuts(player.video)

// Messages that arrive before the code wait for it.
window.addEventListener('message', (message) => {
  void messages?.then((frame) => frame?.receive(message))
})
