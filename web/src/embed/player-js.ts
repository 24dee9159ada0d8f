import {
  type PlayerJsEvent,
  playerJsEvents,
  type PlayerJsMethod,
  playerJsMethods,
  type PlayerJsRequest,
  playerJsText,
  readPlayerJs,
} from '../features/watch/model/player-js.ts'

/** A number inside limits; `undefined` for other values. */
const numberBetween = (value: unknown, low: number, high: number): number | undefined =>
  typeof value === 'number' && Number.isFinite(value)
    ? Math.min(Math.max(value, low), high)
    : undefined

/** The answer of a method that reads a property. */
const getters: Partial<Record<PlayerJsMethod, (video: HTMLVideoElement) => unknown>> = {
  getPaused: ({ paused }) => paused,
  getMuted: ({ muted }) => muted,
  getVolume: ({ volume }) => Math.round(volume * 100),
  getDuration: ({ duration }) => (Number.isFinite(duration) ? duration : 0),
  getCurrentTime: ({ currentTime }) => currentTime,
  getLoop: ({ loop }) => loop,
}

/** The effect of a method that changes the video. Invalid values change nothing. */
const commands: Partial<Record<PlayerJsMethod, (video: HTMLVideoElement, value: unknown) => void>> =
  {
    play: (video) => void video.play().catch(() => undefined),
    pause: (video) => video.pause(),
    mute: (video) => (video.muted = true),
    unmute: (video) => (video.muted = false),
    setVolume: (video, value) =>
      (video.volume = (numberBetween(value, 0, 100) ?? video.volume * 100) / 100),
    setCurrentTime: (video, value) =>
      (video.currentTime = numberBetween(value, 0, Infinity) ?? video.currentTime),
    setLoop: (video, value) => (video.loop = value === true),
  }

/** The part of the video that is loaded, from 0 to 1. */
function loadedShare({ buffered, duration }: HTMLVideoElement): number {
  const end = buffered.length > 0 ? buffered.end(buffered.length - 1) : 0
  return duration > 0 && Number.isFinite(duration) ? Math.min(end / duration, 1) : 0
}

/**
 * The player's side of the player.js protocol. It sends an event only to listeners that were added for it.
 * @param send sends a text to the page around
 */
export function createPlayerJs(
  video: () => HTMLVideoElement | undefined,
  send: (text: string) => void,
) {
  const listeners = new Map<unknown, Set<string | undefined>>()
  let isReady = false

  function emit(event: PlayerJsEvent, value?: unknown): void {
    for (const listener of listeners.get(event) ?? []) send(playerJsText(event, value, listener))
  }

  const readyValue = () => ({
    src: location.href,
    events: playerJsEvents,
    methods: playerJsMethods,
  })

  function handle({ method, value, listener }: PlayerJsRequest): void {
    const player = video()
    if (method === 'addEventListener') {
      listeners.set(value, (listeners.get(value) ?? new Set()).add(listener))
      if (value === 'ready' && isReady) send(playerJsText('ready', readyValue(), listener))
    } else if (method === 'removeEventListener') listeners.get(value)?.delete(listener)
    else if (player) {
      const get = getters[method]
      if (get) send(playerJsText(method, get(player), listener))
      else commands[method]?.(player, value)
    }
  }

  return {
    receive(data: unknown): void {
      const request = readPlayerJs(data)
      if (request) handle(request)
    },
    /** Reports that the video accepts requests: to the listeners, or once without a listener if there is none. */
    ready(): void {
      if (!isReady) send(playerJsText('ready', readyValue()))
      isReady = true
    },
    /** Reports the events of a new `<video>`. */
    attach(element: HTMLVideoElement): void {
      const times = () => ({ seconds: element.currentTime, duration: element.duration || 0 })
      const values: [PlayerJsEvent, () => unknown][] = [
        ['play', () => undefined],
        ['pause', () => undefined],
        ['ended', () => undefined],
        ['seeked', () => undefined],
        ['error', () => ({ code: element.error?.code ?? 0 })],
        ['timeupdate', times],
        ['progress', () => ({ percent: loadedShare(element) })],
      ]
      for (const [event, value] of values)
        element.addEventListener(event, () => {
          if (video() === element) emit(event, value())
        })
    },
  }
}
