import { mirroredEvents, mirroredState, pastEvents } from '../features/watch/model/media-mirror.ts'
import {
  type ChangedSettings,
  type PlayerMessage,
  readCommand,
} from '../features/watch/model/messages.ts'
import type { VideoState } from '../features/watch/model/video-state.ts'
import { createPlayerJs } from './player-js.ts'

/** The exchange of messages with the page around the player. */
export interface FrameMessages {
  /** Reports the state of the video. */
  state(state: VideoState): void
  /** Reports the events of a new `<video>`. */
  attach(video: HTMLVideoElement): void
  receive(message: MessageEvent): void
}

/**
 * Exchanges messages with the page around the player: those of `messages.ts` and those of player.js.
 * @param videoId the id in the address of the video
 * @param targetOrigin the origin of the page around, or `*`: no message contains a secret
 */
export function createFrameMessages(
  videoId: string,
  targetOrigin: string,
  video: () => HTMLVideoElement | undefined,
): FrameMessages {
  /** VOD's id of the video, which pages of earlier versions know. */
  let fileId = videoId
  /** Whether the page has requested the events of the `<video>`. */
  let isObserved = false
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
    emit({ reelferry: 'ready', fileId, videoId, ...timesOf(element), ...settingsOf(element) })
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

  function mirror(element: HTMLVideoElement, event: string): void {
    if (isObserved && video() === element)
      emit({ reelferry: 'media', event, video: mirroredState(element) })
  }

  async function play(element: HTMLVideoElement): Promise<void> {
    try {
      await element.play()
    } catch (error) {
      if (isObserved) emit({ reelferry: 'refused', name: String(Object(error).name) })
    }
  }

  function change(
    element: HTMLVideoElement,
    { rate, defaultRate, volume, muted, loop, preservesPitch }: Partial<ChangedSettings>,
  ): void {
    Object.assign(element, {
      ...(volume !== undefined && { volume }),
      ...(muted !== undefined && { muted }),
      ...(loop !== undefined && { loop }),
      ...(preservesPitch !== undefined && { preservesPitch }),
      ...(defaultRate !== undefined && { defaultPlaybackRate: defaultRate }),
      ...(rate !== undefined && { playbackRate: rate }),
    })
  }

  return {
    state(state) {
      if (state.status === 'ready') fileId = state.fileId
      emit({ reelferry: 'state', state: state.status })
    },
    attach(element) {
      for (const [event, name] of Object.entries(names))
        element.addEventListener(event, () => report(element, name))
      for (const event of mirroredEvents)
        element.addEventListener(event, () => mirror(element, event))
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
          void play(element)
          break
        case 'pause':
          element.pause()
          break
        case 'seek':
          element.currentTime = command.time
          break
        case 'set':
          change(element, command)
          break
        case 'observe':
          isObserved = true
          for (const event of pastEvents(element)) mirror(element, event)
          if (!element.paused) mirror(element, 'play')
          break
        case 'ready':
          emitReady(element)
      }
    },
  }
}
