import type { PlayerOptions } from '@reelferry/contract'
import type { SkinTexts } from '../../../../i18n/chunks/skin.ts'
import { boundsOf, stepped } from '../../model/timeline.ts'
import { element } from '../elements.ts'
import type { Playback } from '../playback.ts'
import { createBar } from './bar.ts'
import { createCaptions } from './captions.ts'
import { createCommands } from './commands.ts'
import { createLazyMenus } from './lazy-menus.ts'
import { storedPreferences } from './memory.ts'
import type { SkinScope } from './part.ts'
import { createPointerArea } from './pointer.ts'
import { createPositionMemory } from './position.ts'
import { createSession } from './session.ts'
import { addShortcuts } from './shortcuts.ts'
import { createStage } from './stage.ts'
import { createStartButton } from './start-button.ts'
import { createToast } from './toast.ts'

/** Where and how the controls work. */
export interface SkinSettings {
  /** The element that contains the video. */
  host: HTMLElement
  options: PlayerOptions
  texts: SkinTexts
  /** Whether the viewer cannot leave the range of the address. */
  keepsRange: boolean
  /** Whether playback continues where the viewer stopped last time. */
  resumes: boolean
  /** Whether the controls are the first ones of the video. Later ones, for example in another language, change nothing. */
  areFirst: boolean
}

/** The controls of a player. */
export interface Skin {
  /** Controls this playback. The first call inserts the controls. */
  show(playback: Playback): void
  /** Removes the controls; the video continues. */
  remove(): void
}

/** Events after which the controls show the state of the video again. */
const events =
  'play pause ended timeupdate durationchange progress volumechange ratechange seeking seeked waiting playing loadedmetadata emptied'.split(
    ' ',
  )

const wholeVideo = { start: 0, end: Infinity }

/** Creates the controls for the first playback of a player. They follow later ones. */
export function createSkin(settings: SkinSettings, first: Playback): Skin {
  const { host, options, texts, keepsRange, resumes, areFirst } = settings
  const removed = new AbortController()
  const { signal } = removed
  const memory = storedPreferences()
  const stage = createStage(first, memory, update)
  const { video } = stage
  let hasStarted = false
  const root = element('div', 'skin')
  const toast = createToast(signal)
  const bounds = () =>
    boundsOf(video().duration || stage.data().duration, keepsRange ? options : wholeVideo)

  const scope: SkinScope = {
    texts,
    host,
    video,
    data: stage.data,
    chapters: stage.chapters,
    bounds,
    seek: (time) => (video().currentTime = stepped(time, 0, bounds())),
    preferences: memory.get,
    prefer(change) {
      memory.change(change)
      update()
    },
    announce: toast.show,
    signal,
  }
  const captions = createCaptions(scope)
  const commands = createCommands(scope, captions, root)
  const position = createPositionMemory(scope, options)
  const session = createSession(scope, commands)
  const bar = createBar(
    scope,
    { ...commands, toggleMenu: (id, from) => void menus.toggle(id, from) },
    { ...stage, captions },
  )
  const { setRate } = commands
  const menus = createLazyMenus(scope, captions, stage.quality, setRate, bar.extras, () =>
    area.wake(),
  )
  const start = createStartButton(
    scope,
    () => hasStarted,
    () => {
      bar.play.focus()
      commands.play()
    },
  )
  const area = createPointerArea(
    root,
    {
      ...commands,
      isBusy: () =>
        video().paused ||
        menus.isOpen() ||
        root.querySelector(':focus-visible, .skin-bar:hover') !== null,
    },
    signal,
  )

  function update(): void {
    for (const part of [bar, captions, start]) part.update()
    root.classList.toggle('is-paused', video().paused)
  }

  function onEvent({ type }: Event): void {
    if (type === 'play') {
      hasStarted = true
      void session.open()
    }
    if (type === 'play' || type === 'pause') area.wake()
    if (type === 'waiting') root.classList.add('is-waiting')
    if (/^(playing|seeked|pause|timeupdate)$/.test(type)) root.classList.remove('is-waiting')
    if (/^(play|pause|seeked|ratechange|durationchange)$/.test(type)) session.showPosition()
    if (hasStarted && /^(pause|ended)$/.test(type)) position.store()
    else if (hasStarted && type === 'timeupdate') position.storeSometimes()
    update()
  }

  function insert(): void {
    const hadFocus = document.activeElement === video()
    hasStarted = !video().paused || video().currentTime > options.start + 0.5
    root.setAttribute('role', 'group')
    root.setAttribute('aria-label', texts.controls)
    const parts = [area, captions, start, bar, menus, toast].map((part) => part.element)
    root.append(...parts, element('span', 'skin-spinner'))
    host.classList.add('has-skin')
    host.append(root)
    for (const name of events) host.addEventListener(name, onEvent, { capture: true, signal })
    document.addEventListener('fullscreenchange', update, { signal })
    addEventListener('pagehide', () => hasStarted && position.store(), { signal })
    host.addEventListener('pointerdown', menus.closeUnlessInside, { capture: true, signal })
    for (const name of ['pointermove', 'focusin', 'pointerdown'])
      root.addEventListener(name, menus.load, { signal, once: true })
    addShortcuts(root, video, commands, signal)
    // Later elements of the same video take over the settings of the one before.
    if (areFirst) memory.applyTo(video())
    if (areFirst && resumes) position.resume()
    if (hadFocus) bar.play.focus()
    area.wake()
  }

  return {
    show(next) {
      stage.follow(next)
      // Both controls change in one task, so no frame shows both or none.
      next.element.controls = false
      next.element.removeAttribute('tabindex')
      captions.attach(next.element)
      if (!root.isConnected) insert()
      update()
    },
    remove() {
      if (hasStarted) position.store()
      stage.end()
      removed.abort()
      host.classList.remove('has-skin')
      root.remove()
    },
  }
}
