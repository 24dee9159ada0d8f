import { type PlayerMessage, readCommand } from '../features/watch/model/messages.ts'
import { createPlayerJs } from './player-js.ts'

/** The exchange of messages with the page around the player. */
export interface FrameMessages {
  /** Reports the state of the video. */
  state(state: string): void
  /** Reports the events of a new `<video>`. */
  attach(video: HTMLVideoElement): void
  receive(message: MessageEvent): void
}

/**
 * Exchanges messages with the page around the player: those of `messages.ts` and those of player.js.
 * @param ids ids of the video: VOD's, and the one in the address
 * @param targetOrigin the origin of the page around, or `*`: no message contains a secret
 */
export function createFrameMessages(
  ids: () => { fileId: string; videoId: string },
  targetOrigin: string,
  video: () => HTMLVideoElement | undefined,
): FrameMessages {
  const send = (message: unknown) => window.parent.postMessage(message, targetOrigin)
  const emit = (message: PlayerMessage) => send(message)
  const playerJs = createPlayerJs(video, send)

  const timesOf = ({ currentTime, duration }: HTMLVideoElement) => ({
    time: currentTime,
    duration: Number.isFinite(duration) ? duration : 0,
  })
  const settingsOf = ({ paused, volume, muted, playbackRate }: HTMLVideoElement) => ({
    paused,
    volume,
    muted,
    rate: playbackRate,
  })

  function emitReady(element: HTMLVideoElement): void {
    emit({ reelferry: 'ready', ...ids(), ...timesOf(element), ...settingsOf(element) })
    playerJs.ready()
  }

  const names = {
    play: 'play',
    pause: 'pause',
    ended: 'ended',
    seeked: 'seeked',
    timeupdate: 'time',
    volumechange: 'settings',
    ratechange: 'settings',
  } as const

  function report(element: HTMLVideoElement, name: (typeof names)[keyof typeof names]): void {
    if (video() !== element) return
    if (name === 'settings') emit({ reelferry: name, ...settingsOf(element) })
    else emit({ reelferry: name, ...timesOf(element) })
  }

  return {
    state: (state) => emit({ reelferry: 'state', state }),
    attach(element) {
      for (const [event, name] of Object.entries(names))
        element.addEventListener(event, () => report(element, name))
      playerJs.attach(element)
      if (element.readyState > 0) emitReady(element)
      else element.addEventListener('loadedmetadata', () => emitReady(element), { once: true })
    },
    receive({ data, source, origin }) {
      if (source !== window.parent || (targetOrigin !== '*' && origin !== targetOrigin)) return
      playerJs.receive(data)
      const command = readCommand(data)
      const element = video()
      if (!command || !element) return
      switch (command.reelferry) {
        case 'play':
          void element.play().catch(() => undefined)
          break
        case 'pause':
          element.pause()
          break
        case 'seek':
          element.currentTime = command.time
          break
        case 'set': {
          const { volume, muted, rate } = command
          Object.assign(element, {
            ...(volume !== undefined && { volume }),
            ...(muted !== undefined && { muted }),
            ...(rate !== undefined && { playbackRate: rate }),
          })
          break
        }
        case 'ready':
          emitReady(element)
      }
    },
  }
}
