import {
  cameraConstraints,
  type Device,
  type DeviceChoice,
  microphoneConstraints,
} from '../model/devices.ts'
import type { Kind } from '../model/kind.ts'
import { type CaptureProblem, problemOf } from '../model/capture-failure.ts'
import { mix, type Sound } from './audio-mix.ts'

/** Open devices: what is to be recorded. */
export interface Source {
  /** A picture, and sound if there is any. */
  stream: MediaStream
  picture: { width: number; height: number; frameRate: number }
  /** Ids of the devices, as far as the browser tells them. */
  camera?: string
  microphone?: string
  /** Which way the camera looks, where it can be known. */
  facing?: string
  /** Why there is no microphone although one was asked for. */
  withoutMicrophone?: CaptureProblem
  /** Level of the microphone, between 0 and 1. */
  level?: () => number
  listen(listener: SourceListener): void
  close(): void
}

interface SourceListener {
  /** The picture is gone for good. */
  ended(): void
  /** The device gives no picture for now. */
  interrupted(): void
  /** The microphone is gone for good. */
  silenced(): void
}

/** The devices that can be chosen; without names until the browser was allowed to use one of their kind. */
export async function devices(): Promise<{ cameras: Device[]; microphones: Device[] }> {
  const all = await navigator.mediaDevices.enumerateDevices()
  const named = (kind: MediaDeviceKind) =>
    all.flatMap(({ kind: its, deviceId, label }) =>
      its === kind && deviceId && label ? [{ deviceId, label }] : [],
    )
  return { cameras: named('videoinput'), microphones: named('audioinput') }
}

/** Calls back whenever a device was plugged in or out, until what is returned is called. */
export function onDevicesChanged(listener: () => void): () => void {
  navigator.mediaDevices.addEventListener('devicechange', listener)
  return () => navigator.mediaDevices.removeEventListener('devicechange', listener)
}

/** Opens what a choice names. Rejects as `getUserMedia` and `getDisplayMedia` do. */
export const openSource = (kind: Kind, choice: DeviceChoice): Promise<Source> =>
  kind === 'camera' ? openCamera(choice) : openScreen(choice)

async function openCamera(choice: DeviceChoice): Promise<Source> {
  const { mediaDevices } = navigator
  // A machine without a microphone must not be asked for one: it would refuse the camera too.
  const all = await mediaDevices.enumerateDevices()
  const isWanted = choice.hasMicrophone
  const hasMicrophone = isWanted && all.some(({ kind }) => kind === 'audioinput')
  const stream = await mediaDevices.getUserMedia({
    video: cameraConstraints(choice),
    audio: hasMicrophone && microphoneConstraints(choice),
  })
  return {
    ...sourceOf(stream, mix(stream), [stream]),
    ...(isWanted && !hasMicrophone && { withoutMicrophone: 'no-device' as const }),
  }
}

/** What the Screen Capture draft has and TypeScript's DOM library has not. */
interface DisplayOptions extends DisplayMediaStreamOptions {
  selfBrowserSurface: 'exclude'
  surfaceSwitching: 'include'
  systemAudio: 'include'
}

async function openScreen(choice: DeviceChoice): Promise<Source> {
  const options: DisplayOptions = {
    video: { frameRate: { ideal: 30 } },
    audio: true,
    selfBrowserSurface: 'exclude',
    surfaceSwitching: 'include',
    systemAudio: 'include',
  }
  const screen = await navigator.mediaDevices.getDisplayMedia(options)
  let microphone: MediaStream | undefined
  let withoutMicrophone: CaptureProblem | undefined
  if (choice.hasMicrophone)
    try {
      microphone = await navigator.mediaDevices.getUserMedia({
        audio: microphoneConstraints(choice),
      })
    } catch (error) {
      // What was chosen to be shown is worth more than the voice.
      withoutMicrophone = problemOf(error, 'camera')
    }
  const opened = [screen, ...(microphone ? [microphone] : [])]
  return {
    ...sourceOf(screen, mix(microphone, screen), opened, microphone),
    ...(withoutMicrophone && { withoutMicrophone }),
  }
}

function sourceOf(
  pictures: MediaStream,
  { track, level, close }: Sound,
  opened: MediaStream[],
  microphone = pictures,
): Source {
  const [picture] = pictures.getVideoTracks()
  if (!picture) throw new DOMException('There is no picture.', 'NotFoundError')
  const [voice] = microphone.getAudioTracks()
  const { width = 1280, height = 720, frameRate = 30, deviceId, facingMode } = picture.getSettings()
  const voiceId = voice?.getSettings().deviceId
  return {
    stream: new MediaStream([picture, ...(track ? [track] : [])]),
    picture: { width, height, frameRate },
    ...(deviceId && { camera: deviceId }),
    ...(voiceId && { microphone: voiceId }),
    ...(facingMode && { facing: facingMode }),
    ...(level && { level }),
    listen({ ended, interrupted, silenced }) {
      picture.addEventListener('ended', ended)
      // Screens are muted when nothing moves on them; only a camera's silence is one of the device.
      if (pictures === microphone) picture.addEventListener('mute', interrupted)
      voice?.addEventListener('ended', silenced)
    },
    close() {
      for (const stream of opened) for (const one of stream.getTracks()) one.stop()
      close()
    },
  }
}
