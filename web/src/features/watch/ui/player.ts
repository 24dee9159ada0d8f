import { hlsType, type PlayerOptions, videoElement } from '@reelferry/contract'
import type { Locale } from '../../../i18n/languages.ts'
import { attachHls, playsHls } from '../adapters/hls.ts'
import { videoInPage } from '../adapters/video-in-page.ts'
import { againAfterMs, renewAfterMs } from '../model/renewal.ts'
import type { NoticeKind, ReadyVideo, VideoState } from '../model/video-state.ts'
import { build, fill } from './build.ts'

/** A player on a page, until it is stopped. */
export interface Player {
  /** The `<video>` there is now, if there is one. */
  video(): HTMLVideoElement | undefined
  /** Says what it says in the language there is now. */
  translate(): void
  stop(): void
}

/** What the page around a player wants to know. */
interface Listeners {
  /** The language there is. */
  locale(): Locale
  /** What has become of the video. */
  state(state: VideoState): void
  /** A `<video>` that is watched from now on, instead of any before; of each it is told once. */
  element?(video: HTMLVideoElement): void
  /** Brings the styles of what is said where nothing plays, on a page that has not got them from the start. */
  styles?(): Promise<unknown>
  /** Brings TCPlayer, on a page whose policy lets it work. */
  tcplayer?(): Promise<typeof import('../adapters/tcplayer.ts')>
}

/** One element with one video's sources in it. */
interface Showing {
  element: HTMLVideoElement
  /** Goes on with what is left where this does not play. */
  fail(): void
  /** Stops looking after it; it may go on playing. */
  end(): void
}

/** Whether the viewer asked for little data. */
const savesData = () =>
  matchMedia('(prefers-reduced-data: reduce)').matches ||
  (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true

/** Whether the best source is HLS, and the browser has none. */
const needsLibrary = ({ sources }: ReadyVideo, element: HTMLVideoElement) =>
  sources[0]?.type === hlsType && !playsHls(element)

/** When the addresses lapse that have just come, unix ms: by this clock, since the edge's may differ. */
const lapseOf = ({ expiresIn = Infinity }: ReadyVideo) => Date.now() + expiresIn * 1000

function showControls(video: HTMLVideoElement): void {
  video.controls = true
  video.removeAttribute('tabindex')
}

/** Starts a video: with sound if the browser allows it, else without, else by its controls. */
async function begin(video: HTMLVideoElement): Promise<void> {
  try {
    await video.play()
  } catch (error) {
    // Else the source failed, and the next one is as loud as this was to be.
    if ((error as Error).name !== 'NotAllowedError') return
    video.muted = true
    await video.play().catch(() => undefined)
  }
}

/**
 * Plays a video inside `host`, whatever it takes: asks for it unless the Worker has put it into the page, waits while it
 * is processed, brings HLS to browsers without it, goes on with the next source where one fails, and renews addresses
 * before they lapse. Where there is nothing to play it says why.
 */
export function mountPlayer(
  host: HTMLElement,
  fileId: string,
  options: PlayerOptions,
  listeners: Listeners,
): Player {
  const abort = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let showing: Showing | undefined
  let told: HTMLVideoElement | undefined
  /** How often the edge was asked, and how often in a row it could not be. */
  let questions = 0
  let failures = 0
  let hasWaited = false
  /** When the addresses there are lapse, unix ms. */
  let lapsesAt = Infinity
  /** Whether new addresses were asked for because none of those played. */
  let hasAsked = false
  /** What was to be said last, while what it takes is loading. */
  let toSay: NoticeKind | undefined

  /** Asks the edge. Most viewers never need to, so the code for it is loaded by those who do. */
  async function ask(): Promise<VideoState | undefined> {
    try {
      const { askVideo } = await import('../adapters/ask-video.ts')
      return await askVideo(fileId, abort.signal)
    } catch {
      return abort.signal.aborted ? undefined : { status: 'unreachable' }
    }
  }

  async function load(how = options): Promise<void> {
    clearTimeout(timer)
    const question = ++questions
    const state = await ask()
    if (!state || question !== questions) return
    if (state.status === 'unreachable') {
      timer = setTimeout(() => load(how), againAfterMs(failures++))
      // What is being prepared still is: a viewer who waits for it can go on waiting.
      if (toSay === 'processing') return
    } else failures = 0
    show(state, how)
  }

  function show(state: VideoState, how: PlayerOptions): void {
    listeners.state(state)
    if (state.status === 'ready') {
      lapsesAt = lapseOf(state)
      return play(state, how)
    }
    if (state.status === 'processing') {
      hasWaited = true
      timer = setTimeout(load, state.retryAfter * 1000)
    }
    void say(state.status)
  }

  async function say(kind: NoticeKind): Promise<void> {
    if (kind === toSay && !showing) return
    toSay = kind
    showing?.end()
    showing = undefined
    // Its texts are loaded only by those who need them.
    const [{ showNotice }] = await Promise.all([import('./notice.ts'), listeners.styles?.()])
    if (toSay === kind && !showing && !abort.signal.aborted)
      showNotice(host, kind, fileId, listeners.locale(), tryAgain)
  }

  function tell(element: HTMLVideoElement): void {
    if (element !== told) listeners.element?.((told = element))
  }

  function tryAgain(): void {
    void say('loading')
    void load()
  }

  /** Plays the first of the sources, in the element there is, if there is one. */
  function play(ready: ReadyVideo, how: PlayerOptions): void {
    toSay = undefined
    showing?.end()
    if (ready.psign && ready.tcplayer && listeners.tcplayer) return playByTcplayer(ready, how)
    const shape = videoElement(ready, how, savesData())
    const made = host.querySelector('video')
    const element = made ?? build(shape)
    // What the Worker made is playing already, without its controls if it began by itself.
    if (made && !isFromWorker) fill(made, shape)
    if (made && how.controls) showControls(made)
    // The Worker knows only what browsers tell it in a header.
    if (made && how.autoplay && savesData()) made.pause()
    // The Worker's may have failed before anybody listened.
    const hasFailed =
      isFromWorker &&
      !needsLibrary(ready, element) &&
      (element.error !== null || element.networkState === HTMLMediaElement.NETWORK_NO_SOURCE)
    isFromWorker = false
    if (!made) {
      const hadFocus = host.contains(document.activeElement)
      host.replaceChildren(element)
      if (hadFocus) element.focus()
    }
    showing = lookAfter(element, ready, how)
    tell(element)
    if (hasFailed) return showing.fail()
    if (how.autoplay || hasWaited) if (!savesData()) void begin(element)
    hasWaited = false
    renewLater()
  }

  /** Plays by VOD's own player, and natively as soon as that fails. */
  function playByTcplayer(ready: ReadyVideo, how: PlayerOptions): void {
    isFromWorker = false
    const element = document.createElement('video')
    host.replaceChildren(element)
    const mine: Showing = { element, fail, end: () => undefined }
    function fail(start = how.start) {
      if (showing !== mine) return
      mine.end()
      host.replaceChildren()
      play({ ...ready, tcplayer: undefined }, { ...how, start })
    }
    showing = mine
    hasWaited = false
    renewLater()
    listeners.tcplayer?.().then(
      ({ attachTcplayer }) => {
        if (showing !== mine) return
        mine.end = attachTcplayer(element, ready, how, listeners.locale(), fail)
        tell(element)
      },
      () => fail(),
    )
  }

  function lookAfter(element: HTMLVideoElement, ready: ReadyVideo, how: PlayerOptions): Showing {
    const ended = new AbortController()
    const { signal } = ended
    const mine: Showing = {
      element,
      fail,
      end() {
        ended.abort()
        endHls?.()
      },
    }

    function fail() {
      if (showing !== mine) return
      const from = {
        ...how,
        start: element.currentTime || how.start,
        autoplay: !element.paused || how.autoplay,
        muted: element.muted,
      }
      // The device has slept, and its addresses have lapsed meanwhile.
      if (Date.now() > lapsesAt) return void load(from)
      // Captions that cannot be had must not cost the video: without them its host need not allow anything.
      if (element.crossOrigin !== null) return play({ ...ready, captions: [] }, from)
      const [, ...others] = ready.sources
      if (others.length > 0) return play({ ...ready, sources: others }, from)
      // They may have lapsed though nobody knew: the page, or the clock, is older than it looked.
      if (lapsesAt < Infinity && !hasAsked) {
        hasAsked = true
        return void load(from)
      }
      void say('unplayable')
    }

    element.addEventListener(
      'error',
      ({ target }) => {
        if (!(target instanceof HTMLTrackElement)) fail()
      },
      { capture: true, signal },
    )
    element.addEventListener(
      'loadedmetadata',
      () => {
        // Browsers know the beginning from the address, but not of every kind of source.
        if (element.currentTime < how.start - 1) element.currentTime = how.start
      },
      { signal },
    )
    const [source] = ready.sources
    let endHls: (() => void) | undefined
    if (source && needsLibrary(ready, element)) {
      element.querySelector('source')?.remove()
      endHls = attachHls(element, source.src, how.start, fail)
    }
    return mine
  }

  function renewLater(): void {
    clearTimeout(timer)
    if (lapsesAt < Infinity) timer = setTimeout(renew, renewAfterMs((lapsesAt - Date.now()) / 1000))
  }

  /** Changes to new addresses before the old ones lapse. */
  async function renew(): Promise<void> {
    const old = showing
    if (!old) return
    const [state, { handOver }] = await Promise.all([ask(), import('../adapters/hand-over.ts')])
    if (!state || old !== showing) return
    if (state.status === 'unreachable') {
      timer = setTimeout(renew, 1000)
      return
    }
    if (state.status !== 'ready') return show(state, options)
    lapsesAt = lapseOf(state)
    hasAsked = false
    const { muted, paused, currentTime } = old.element
    const how = { ...options, muted, autoplay: false, start: 0 }
    if (state.tcplayer && listeners.tcplayer)
      return play(state, { ...how, autoplay: !paused, start: currentTime })
    const next = lookAfter(build(videoElement(state, how)), state, how)
    if (await handOver(old.element, next.element)) {
      old.end()
      showing = next
      tell(next.element)
      renewLater()
    } else {
      next.end()
      if (old === showing) play(state, { ...how, autoplay: !paused, start: currentTime })
    }
  }

  const known = videoInPage(host)
  let isFromWorker = known !== undefined
  if (known) show(known, options)
  else tryAgain()

  return {
    video: () => showing?.element,
    translate() {
      const kind = toSay
      toSay = undefined
      if (kind) void say(kind)
    },
    stop() {
      clearTimeout(timer)
      abort.abort()
      showing?.end()
      host.replaceChildren()
    },
  }
}
