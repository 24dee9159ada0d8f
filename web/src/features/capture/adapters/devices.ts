import {
  cameraConstraints,
  type Device,
  type DeviceChoice,
  microphoneConstraints,
} from '../model/devices.ts'
import type { Kind } from '../model/kind.ts'
import { type CaptureFailure, failureOf } from '../model/capture-failure.ts'
import { mix, type AudioMix } from './audio-mix.ts'

/** The open devices that are recorded. */
export interface CaptureSource {
  /** One video track, and an audio track if there is sound. */
  stream: MediaStream
  /** Settings of the video track, in pixels and frames per second. */
  video: { width: number; height: number; frameRate: number }
  /** Ids of the devices, if the browser reports them. */
  camera?: string
  microphone?: string
  /** The facing mode of the camera, if the browser reports it. */
  facing?: string
  /** Why there is no microphone although one was requested. */
  withoutMicrophone?: CaptureFailure
  /** Level of the microphone, between 0 and 1. */
  level?: () => number
  listen(listener: CaptureSourceListener): void
  close(): void
}

interface CaptureSourceListener {
  /** The video track has ended. */
  ended(): void
  /** The device sends no picture for now. */
  interrupted(): void
  /** The microphone's track has ended. */
  silenced(): void
}

/** Lists the devices that can be chosen. Browsers report their names only after they were allowed to use one. */
export async function devices(): Promise<{ cameras: Device[]; microphones: Device[] }> {
  const devices = await navigator.mediaDevices.enumerateDevices()
  const named = (kind: MediaDeviceKind) =>
    devices.flatMap(({ kind: deviceKind, deviceId, label }) =>
      deviceKind === kind && deviceId && label ? [{ deviceId, label }] : [],
    )
  return { cameras: named('videoinput'), microphones: named('audioinput') }
}

/** Calls `listener` whenever a device is connected or disconnected. Returns a function that stops it. */
export function onDevicesChanged(listener: () => void): () => void {
  navigator.mediaDevices.addEventListener('devicechange', listener)
  return () => navigator.mediaDevices.removeEventListener('devicechange', listener)
}

/**
 * Opens the chosen devices.
 * @throws the errors of `getUserMedia` and `getDisplayMedia`
 */
export const openSource = (kind: Kind, choice: DeviceChoice): Promise<CaptureSource> =>
  kind === 'camera' ? openCamera(choice) : openScreen(choice)

async function openCamera(choice: DeviceChoice): Promise<CaptureSource> {
  const { mediaDevices } = navigator
  // Without a microphone, a request for one would fail for the camera too.
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

/** Options of the Screen Capture draft that TypeScript's DOM library lacks. */
interface DisplayOptions extends DisplayMediaStreamOptions {
  selfBrowserSurface: 'exclude'
  surfaceSwitching: 'include'
  systemAudio: 'include'
}

async function openScreen(choice: DeviceChoice): Promise<CaptureSource> {
  const options: DisplayOptions = {
    video: { frameRate: { ideal: 30 } },
    audio: true,
    selfBrowserSurface: 'exclude',
    surfaceSwitching: 'include',
    systemAudio: 'include',
  }
  const screen = await navigator.mediaDevices.getDisplayMedia(options)
  let microphone: MediaStream | undefined
  let withoutMicrophone: CaptureFailure | undefined
  if (choice.hasMicrophone)
    try {
      microphone = await navigator.mediaDevices.getUserMedia({
        audio: microphoneConstraints(choice),
      })
    } catch (error) {
      // The chosen screen is recorded even without a voice.
      withoutMicrophone = failureOf(error, 'camera')
    }
  const opened = [screen, ...(microphone ? [microphone] : [])]
  return {
    ...sourceOf(screen, mix(microphone, screen), opened, microphone),
    ...(withoutMicrophone && { withoutMicrophone }),
  }
}

function sourceOf(
  videoStream: MediaStream,
  { track, level, close }: AudioMix,
  opened: MediaStream[],
  microphone = videoStream,
): CaptureSource {
  const [video] = videoStream.getVideoTracks()
  if (!video) throw new DOMException('The stream has no video track.', 'NotFoundError')
  const [voice] = microphone.getAudioTracks()
  const { width = 1280, height = 720, frameRate = 30, deviceId, facingMode } = video.getSettings()
  const voiceId = voice?.getSettings().deviceId
  return {
    stream: new MediaStream([video, ...(track ? [track] : [])]),
    video: { width, height, frameRate },
    ...(deviceId && { camera: deviceId }),
    ...(voiceId && { microphone: voiceId }),
    ...(facingMode && { facing: facingMode }),
    ...(level && { level }),
    listen({ ended, interrupted, silenced }) {
      video.addEventListener('ended', ended)
      // The track of a screen is muted while nothing moves; only for a camera it means an interruption.
      if (videoStream === microphone) video.addEventListener('mute', interrupted)
      voice?.addEventListener('ended', silenced)
    },
    close() {
      for (const stream of opened) for (const track of stream.getTracks()) track.stop()
      close()
    },
  }
}
