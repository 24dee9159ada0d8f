import { type PlayerOptions, videoElement } from '@reelferry/contract'
import type { Locale } from '../../../i18n/languages.ts'
import type { Playing } from '../model/player-state.ts'
import type { ReadyVideo } from '../model/video-state.ts'
import {
  hasFailed,
  type Playback,
  playNatively,
  savesData,
  showControls,
  startPlayback,
} from './playback.ts'
import { createVideo, replaceSources } from './video-element.ts'

/** Callbacks for the elements of a player. */
export interface ScreenListeners {
  /** Returns the current language. */
  locale(): Locale
  /** Receives each new `<video>` once. It replaces the one before. */
  element?(video: HTMLVideoElement): void
  /** Receives the current native playback, or `undefined` when there is none. */
  playback?(playback: Playback | undefined): void
  /** Loads TCPlayer, on a page whose policy allows it. */
  tcplayer?(): Promise<typeof import('../adapters/tcplayer.ts')>
}

/**
 * The `<video>` of a player: at most one at a time, played natively, with hls.js or by TCPlayer.
 * @param serverElement the element that the Worker put into the page
 * @param onFailure called when the current element fails; its options continue at the position of the failure
 */
export function createScreen(
  host: HTMLElement,
  serverElement: HTMLVideoElement | null | undefined,
  listeners: ScreenListeners,
  onFailure: (options: PlayerOptions) => void,
) {
  let playback: Playback | undefined
  let reported: HTMLVideoElement | undefined

  function replace(next: Playback | undefined): void {
    playback?.end()
    playback = next
    if (!next) listeners.playback?.(undefined)
  }

  function report(element: HTMLVideoElement): void {
    if (element !== reported) listeners.element?.((reported = element))
  }

  const usesTcplayer = ({ psign, tcplayer }: ReadyVideo) => psign && tcplayer && listeners.tcplayer

  /** Whether other controls replace the browser's after the first frame. Until then a paused video has the browser's. */
  const hasSkin = ({ autoplay, nativeControls }: PlayerOptions) =>
    autoplay && !nativeControls && listeners.playback !== undefined

  function show(playing: Playing): void {
    // After a renewal without a gap the new element plays already.
    if (playback?.video === playing.video) return
    replace(undefined)
    if (usesTcplayer(playing.video)) showTcplayer(playing)
    else showNative(playing)
  }

  /** Plays with TCPlayer, or natively if that fails. */
  function showTcplayer(playing: Playing): void {
    const { video, options } = playing
    const element = document.createElement('video')
    host.replaceChildren(element)
    let detach: (() => void) | undefined
    const attached: Playback = {
      element,
      video,
      library: () => undefined,
      useLibrary: async () => undefined,
      end() {
        detach?.()
        host.replaceChildren()
      },
    }
    playback = attached
    const fail = (start = options.start) => {
      if (playback !== attached) return
      replace(undefined)
      showNative({ ...playing, options: { ...options, start } })
    }
    listeners.tcplayer?.().then(
      ({ attachTcplayer }) => {
        if (playback !== attached) return
        detach = attachTcplayer(element, video, options, listeners.locale(), fail)
        report(element)
      },
      () => fail(),
    )
  }

  /** Plays the first source in the existing element, or in a new one. */
  function showNative({ video, options }: Playing): void {
    const shape = videoElement(video, options, savesData())
    const existing = host.querySelector('video')
    const element = existing ?? createVideo(shape)
    const isFromServer = serverElement === element
    serverElement = undefined
    if (existing) {
      // The Worker's element plays already, without controls if it started without a click.
      if (!isFromServer) replaceSources(existing, shape)
      if (options.controls && !hasSkin(options)) showControls(existing)
      // The Worker knows this preference only from browsers that send it in a header.
      if (options.autoplay && savesData()) existing.pause()
    } else {
      const hadFocus = host.contains(document.activeElement)
      host.replaceChildren(element)
      if (hadFocus) element.focus()
    }
    playback = attach(element, video, options)
    report(element)
    listeners.playback?.(playback)
    if (isFromServer && hasFailed(element, video)) fail(element, options)
    else if (options.autoplay && !savesData()) void startPlayback(element)
  }

  /** Attaches to an element. Its failures count only while it is the current one. */
  function attach(element: HTMLVideoElement, video: ReadyVideo, options: PlayerOptions): Playback {
    const attached = playNatively(element, video, options, () => {
      if (playback === attached) fail(element, options)
    })
    return attached
  }

  function fail({ currentTime, paused, muted }: HTMLVideoElement, options: PlayerOptions): void {
    const start = currentTime || options.start
    onFailure({ ...options, start, autoplay: !paused || options.autoplay, muted })
  }

  return {
    current: () => playback,
    show,
    /** Removes the listeners of the current element. */
    clear: () => replace(undefined),
    attach,
    usesTcplayer,
    /** Makes a playback that is already in the page the current one. */
    accept(next: Playback) {
      replace(next)
      report(next.element)
      listeners.playback?.(next)
    },
  }
}

export type Screen = ReturnType<typeof createScreen>
