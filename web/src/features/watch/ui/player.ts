import type { FileId, PlayerOptions } from '@reelferry/contract'
import { pageVisible } from '../../../platform/page-visible.ts'
import { videoInPage } from '../adapters/video-in-page.ts'
import { initialState, type PlayerEvent, transition } from '../model/player-state.ts'
import { renewalDelayMs } from '../model/renewal.ts'
import type { VideoState } from '../model/video-state.ts'
import { lazySkin } from './lazy-skin.ts'
import { lazyNotices, type NoticeListeners } from './lazy-notices.ts'
import { createScreen, type ScreenListeners } from './screen.ts'

/** A player on a page, until it is stopped. */
export interface Player {
  /** The current `<video>`, if there is one. */
  video(): HTMLVideoElement | undefined
  /** Shows the notice and the controls in the current language. */
  translate(): void
  stop(): void
}

/** Callbacks of the page around a player. */
interface Listeners extends ScreenListeners, NoticeListeners {
  /** Receives the state of the video. */
  state(state: VideoState): void
  /** Whether the viewer cannot leave the range of the address. */
  keepsRange: boolean
}

/** Milliseconds before a renewal that failed is repeated. */
const renewalRetryMs = 1000

/**
 * Plays a video inside `host`: takes it from the page or fetches it, waits while it is processed, loads a library for
 * HLS where the browser has none, continues with the next source when one fails, and renews URLs before they expire.
 * Shows a notice while there is nothing to play.
 */
export function mountPlayer(
  host: HTMLElement,
  id: string,
  options: PlayerOptions,
  listeners: Listeners,
): Player {
  const abort = new AbortController()
  const known = videoInPage(host)
  let state = initialState(options)
  let timer: ReturnType<typeof setTimeout> | undefined
  /** The file that plays. A replacement of the file does not interrupt it; only a retry by the viewer does. */
  let fileId: FileId | '' = ''
  const notices = lazyNotices(host, id, listeners, retry)
  const skin = lazySkin(host, options, listeners.keepsRange, listeners.locale)
  const screenListeners: ScreenListeners = {
    ...listeners,
    ...(options.controls && !options.nativeControls && { playback: skin.show }),
    element(video: HTMLVideoElement) {
      if (options.end < Infinity) void limit(video)
      listeners.element?.(video)
    },
  }
  const serverElement = known && host.querySelector('video')
  const screen = createScreen(host, serverElement, screenListeners, (options) =>
    dispatch({ type: 'failed', options, now: Date.now() }),
  )

  /** Limits an element to the range of the address. The code for it is loaded here. */
  async function limit(video: HTMLVideoElement): Promise<void> {
    const code = await import('../adapters/play-range.ts').catch(() => undefined)
    code?.playRange(video, options, listeners.keepsRange)
  }

  /** Applies an event, and makes the page show the new state. */
  function dispatch(event: PlayerEvent): void {
    const before = state
    state = transition(before, event)
    if (state === before) return
    clearTimeout(timer)
    if (event.type === 'fetched') {
      const { video } = event
      const isNew =
        state.phase === 'playing'
          ? before.phase !== 'playing'
          : video.status === 'processing' || state.notice === video.status
      if (isNew) listeners.state(video)
    }
    if (state.phase === 'playing') {
      notices.cancel()
      fileId = state.video.fileId
      if (state.expiresAt < Infinity)
        timer = setTimeout(renew, renewalDelayMs((state.expiresAt - Date.now()) / 1000))
      return screen.show(state)
    }
    if (state.notice) {
      screen.clear()
      void notices.show(state.notice, 'progress' in state ? state.progress : undefined)
    }
    if (state.phase === 'fetching') void load()
    if (state.phase === 'waiting') timer = setTimeout(retryWhenVisible, state.delayMs)
  }

  /** Requests again after a delay, but not in a hidden page. */
  async function retryWhenVisible(): Promise<void> {
    const waiting = state
    await pageVisible()
    if (state === waiting) dispatch({ type: 'retry' })
  }

  function retry(): void {
    fileId = ''
    dispatch({ type: 'retry', options })
  }

  function receive(video: VideoState, options?: PlayerOptions): void {
    dispatch({ type: 'fetched', video, now: Date.now(), ...(options && { options }) })
  }

  /** Fetches the video. Most pages contain it already, so the code for it is loaded here. */
  async function fetchState(): Promise<VideoState> {
    try {
      const code = await import('../adapters/fetch-video.ts')
      return await code.fetchVideo(id, abort.signal, fileId)
    } catch {
      return { status: 'unreachable' }
    }
  }

  async function load(): Promise<void> {
    const requested = state
    const video = await fetchState()
    if (state === requested) receive(video)
  }

  /** Changes to new URLs before the current ones expire. The code for it is loaded here. */
  async function renew(): Promise<void> {
    const old = screen.current()
    const [video, code] = await Promise.all([
      fetchState(),
      import('./replace-playback.ts').catch(() => undefined),
    ])
    if (!old || screen.current() !== old) return
    if (video.status === 'ready' && code)
      await code.replacePlayback(screen, old, video, options, receive)
    else if (video.status === 'unreachable' || !code) timer = setTimeout(renew, renewalRetryMs)
    else receive(video)
  }

  if (known) receive(known)
  else retry()

  return {
    video: () => screen.current()?.element,
    translate() {
      notices.translate()
      skin.translate()
    },
    stop() {
      clearTimeout(timer)
      abort.abort()
      notices.cancel()
      screen.clear()
      // No answer of a running request belongs to this state.
      state = initialState(options)
      host.replaceChildren()
    },
  }
}
