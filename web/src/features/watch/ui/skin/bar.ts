import {
  Airplay,
  Captions as CaptionsIcon,
  Cast,
  Link,
  Maximize,
  Minimize,
  Pause,
  PictureInPicture2,
  Play,
  RotateCcw,
  SlidersHorizontal,
} from 'lucide'
import { formatClock } from '../../../../i18n/clock.ts'
import { canFillScreen, fillsScreen } from '../../adapters/full-screen.ts'
import type { RemoteKind } from '../../adapters/remote-playback.ts'
import type { MenuId } from '../../model/menu.ts'
import { chapterAt } from '../../model/timeline.ts'
import { element, icon } from '../elements.ts'
import type { Captions } from './captions.ts'
import { qualityLabel, rateName } from './labels.ts'
import type { ExtraEntry } from './menus.ts'
import { control, fill, type SkinPart, type SkinScope } from './part.ts'
import type { QualityChoice } from './quality.ts'
import { createScrubber } from './scrubber.ts'
import { createVolume } from './volume.ts'

/** Actions of the buttons. */
export interface BarActions {
  toggle(): void
  copyLink(): void
  togglePip(): void
  chooseRemote(): void
  toggleFullScreen(): void
  openShortcuts(): void
  toggleMenu(id: MenuId, from: HTMLElement): void
}

/** State beside that of the video. */
export interface BarState {
  captions: Captions
  quality(): QualityChoice | undefined
  remote(): RemoteKind | undefined
}

const canUsePip = (video: HTMLVideoElement) =>
  document.pictureInPictureEnabled && !video.disablePictureInPicture

/** The bar at the bottom of the player. `extras` are the entries of the menu that narrow players have. */
export function createBar(
  scope: SkinScope,
  actions: BarActions,
  { captions, quality, remote }: BarState,
): SkinPart & { extras: ExtraEntry[]; play: HTMLButtonElement } {
  const { texts, host, video, bounds, chapters } = scope
  const scrubber = createScrubber(scope)
  const volume = createVolume(scope)
  const menuControl = (className: string, id: MenuId, ...content: SVGElement[]) => {
    const created = control(className, () => actions.toggleMenu(id, created.element), ...content)
    created.element.setAttribute('aria-expanded', 'false')
    return created
  }

  const play = control('', actions.toggle)
  const time = element('span', 'num')
  const length = element('span', 'skin-length num')
  const clock = element('span', 'skin-clock', time, ' / ', length)
  clock.dir = 'ltr'
  const chapter = element('span', 'skin-chapter skin-wide')
  const copyLink = control('skin-wide', actions.copyLink, icon(Link))
  const captionsButton = menuControl('', 'captions', icon(CaptionsIcon))
  const speed = menuControl('skin-wide skin-text num', 'speed')
  const qualityButton = menuControl('skin-wide skin-text num', 'quality')
  const pip = control('skin-wide', actions.togglePip, icon(PictureInPicture2))
  const remoteButton = control('skin-wide', actions.chooseRemote)
  const more = menuControl('skin-narrow', 'more', icon(SlidersHorizontal))
  const fullscreen = control('', actions.toggleFullScreen)

  const buttons = element(
    'div',
    'skin-buttons',
    play.element,
    volume.element,
    clock,
    chapter,
    element('span', 'skin-push'),
    ...[copyLink, captionsButton, speed, qualityButton, pip, remoteButton, more, fullscreen].map(
      (created) => created.element,
    ),
  )
  const root = element('div', 'skin-bar', scrubber.element, buttons)
  captionsButton.setName(texts.captions)
  pip.setName(texts.pip)
  more.setName(texts.more)
  const shownIcons = new Map<HTMLElement, unknown>()
  const setIcon = (target: HTMLElement, node: typeof Play) => {
    if (shownIcons.get(target) === node) return
    shownIcons.set(target, node)
    target.replaceChildren(icon(node))
  }
  const setText = (target: HTMLElement, text: string) => {
    if (target.textContent !== text) target.textContent = text
  }

  function showPlay({ paused, ended }: HTMLVideoElement): void {
    play.setName(ended ? texts.replay : paused ? texts.play : texts.pause)
    setIcon(play.element, ended ? RotateCcw : paused ? Play : Pause)
  }

  function showTime({ currentTime }: HTMLVideoElement): void {
    const { start, end } = bounds()
    const position = formatClock(Math.floor(currentTime))
    setText(time, position)
    setText(length, formatClock(Math.floor(end || start)))
    copyLink.setName(fill(texts.copyLinkAt, { time: position }))
    setText(chapter, chapterAt(chapters(), currentTime)?.title ?? '')
  }

  function showChoices(player: HTMLVideoElement): void {
    const rate = rateName(player.playbackRate)
    setText(speed.element, rate)
    speed.setName(`${texts.speed}: ${rate}`)
    const choice = quality()
    qualityButton.element.hidden = !choice
    if (choice) {
      const label = qualityLabel(scope, choice)
      setText(qualityButton.element, label)
      qualityButton.setName(`${texts.quality}: ${label}`)
    }
    captionsButton.element.hidden = captions.names().length === 0
    captionsButton.element.classList.toggle('is-on', captions.chosen() >= 0)
  }

  function update(): void {
    const player = video()
    scrubber.update()
    volume.update()
    showPlay(player)
    showTime(player)
    showChoices(player)
    pip.element.hidden = !canUsePip(player)
    const kind = remote()
    remoteButton.element.hidden = !kind
    if (kind) {
      setIcon(remoteButton.element, kind === 'airplay' ? Airplay : Cast)
      remoteButton.setName(texts[kind])
    }
    const isFull = fillsScreen(host, player)
    fullscreen.element.hidden = !canFillScreen(player)
    fullscreen.setName(isFull ? texts.exitFullscreen : texts.fullscreen)
    setIcon(fullscreen.element, isFull ? Minimize : Maximize)
  }

  const always = () => true
  const linkName = () =>
    fill(texts.copyLinkAt, { time: formatClock(Math.floor(video().currentTime)) })
  const extras: ExtraEntry[] = [
    {
      isAvailable: () => canUsePip(video()),
      entry: () => ({ name: texts.pip, select: actions.togglePip }),
    },
    {
      isAvailable: () => remote() !== undefined,
      entry: () => ({ name: texts[remote() ?? 'cast'], select: actions.chooseRemote }),
    },
    { isAvailable: always, entry: () => ({ name: linkName(), select: actions.copyLink }) },
    {
      isAvailable: () => matchMedia('(any-pointer: fine)').matches,
      entry: () => ({ name: texts.shortcuts, select: actions.openShortcuts }),
    },
  ]
  return { element: root, update, extras, play: play.element }
}
