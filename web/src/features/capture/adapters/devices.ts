import {
  cameraConstraints,
  type Device,
  type DeviceChoice,
  microphoneConstraints,
} from '../model/devices.ts'
import { type BubblePosition } from '../model/bubble.ts'
import type { Mode } from '../model/kind.ts'
import { CaptureError, type CaptureFailure, deviceFailureOf } from '../model/capture-failure.ts'
import { compose } from './composition.ts'
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
  /** Whether the sound of the shared screen is recorded. */
  hasScreenAudio?: boolean
  /** Moves the circle with the camera. Returns the nearest possible position. Only for a screen with the camera. */
  moveBubble?: (position: BubblePosition) => BubblePosition
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
export function openSource(mode: Mode, choice: DeviceChoice): Promise<CaptureSource> {
  if (mode === 'camera') return openCamera(choice)
  return mode === 'screen' ? openScreen(choice) : openBoth(choice)
}

async function openCamera(choice: DeviceChoice): Promise<CaptureSource> {
  const { camera, withoutMicrophone } = await requestCamera(choice)
  const source = { video: videoTrackOf(camera), microphone: camera, opened: [camera] }
  const [video] = camera.getVideoTracks()
  return {
    ...sourceOf(source, mix(camera)),
    ...(withoutMicrophone && { withoutMicrophone }),
    listen(listener) {
      listen(source, listener)
      // The device sends no picture. The track of a screen is muted as well, while nothing moves.
      video?.addEventListener('mute', listener.interrupted)
    },
  }
}

/** Requests the camera, and the microphone if there is one. */
async function requestCamera(
  choice: DeviceChoice,
): Promise<{ camera: MediaStream; withoutMicrophone?: CaptureFailure }> {
  const { mediaDevices } = navigator
  // Without a microphone, a request for one would fail for the camera too.
  const all = await mediaDevices.enumerateDevices()
  const isWanted = choice.hasMicrophone
  const hasMicrophone = isWanted && all.some(({ kind }) => kind === 'audioinput')
  const camera = await mediaDevices.getUserMedia({
    video: cameraConstraints(choice),
    audio: hasMicrophone && microphoneConstraints(choice),
  })
  return { camera, ...(isWanted && !hasMicrophone && { withoutMicrophone: 'no-device' as const }) }
}

/** Options of the Screen Capture draft that TypeScript's DOM library lacks. */
interface DisplayOptions extends DisplayMediaStreamOptions {
  selfBrowserSurface: 'exclude'
  surfaceSwitching: 'include'
  systemAudio: 'include'
}

function requestScreen(): Promise<MediaStream> {
  const options: DisplayOptions = {
    video: { frameRate: { ideal: 30 } },
    audio: true,
    selfBrowserSurface: 'exclude',
    surfaceSwitching: 'include',
    systemAudio: 'include',
  }
  return navigator.mediaDevices.getDisplayMedia(options)
}

async function openScreen(choice: DeviceChoice): Promise<CaptureSource> {
  const screen = await requestScreen()
  let microphone: MediaStream | undefined
  let withoutMicrophone: CaptureFailure | undefined
  if (choice.hasMicrophone)
    try {
      microphone = await navigator.mediaDevices.getUserMedia({
        audio: microphoneConstraints(choice),
      })
    } catch (error) {
      // The chosen screen is recorded even without a voice.
      withoutMicrophone = deviceFailureOf(error, 'camera')
    }
  const opened = [screen, ...(microphone ? [microphone] : [])]
  const source = { video: videoTrackOf(screen), microphone, opened }
  return {
    ...sourceOf(source, mix(microphone, screen)),
    hasScreenAudio: screen.getAudioTracks().length > 0,
    ...(withoutMicrophone && { withoutMicrophone }),
    listen: (listener) => listen(source, listener),
  }
}

/** Opens a screen, and draws the camera in a circle on it. */
async function openBoth(choice: DeviceChoice): Promise<CaptureSource> {
  const screen = await requestScreen()
  const shared = videoTrackOf(screen)
  const { camera, withoutMicrophone } = await requestCamera(choice).catch((error: unknown) => {
    stop([screen])
    // The creator has chosen a screen, so an error of the camera is not about the screen.
    throw new CaptureError(deviceFailureOf(error, 'camera'), { cause: error })
  })
  const { width, height } = sizeOf(shared)
  const composition = compose(shared, videoTrackOf(camera), { width, height })
  const source = { video: composition.track, microphone: camera, opened: [screen, camera] }
  const opened = sourceOf(source, mix(camera, screen))
  const cameraId = videoTrackOf(camera).getSettings().deviceId
  return {
    ...opened,
    video: { width, height, frameRate: 30 },
    ...(cameraId && { camera: cameraId }),
    hasScreenAudio: screen.getAudioTracks().length > 0,
    ...(withoutMicrophone && { withoutMicrophone }),
    moveBubble: composition.moveBubble,
    listen: (listener) => listen({ ...source, video: shared }, listener),
    close() {
      composition.close()
      opened.close()
    },
  }
}

function videoTrackOf(stream: MediaStream): MediaStreamTrack {
  const [video] = stream.getVideoTracks()
  if (!video) throw new DOMException('The stream has no video track.', 'NotFoundError')
  return video
}

/** The size of a track in pixels, rounded to even numbers as H.264 requires. */
function sizeOf(track: MediaStreamTrack): { width: number; height: number } {
  const { width = 1280, height = 720 } = track.getSettings()
  return { width: width & ~1, height: height & ~1 }
}

function stop(streams: MediaStream[]): void {
  for (const stream of streams) for (const track of stream.getTracks()) track.stop()
}

/** The streams of a source. */
interface OpenedStreams {
  /** The track that is recorded, or whose end ends the recording. */
  video: MediaStreamTrack
  microphone: MediaStream | undefined
  /** All streams that must be stopped. */
  opened: MediaStream[]
}

function listen(
  { video, microphone }: OpenedStreams,
  { ended, silenced }: CaptureSourceListener,
): void {
  video.addEventListener('ended', ended)
  microphone?.getAudioTracks()[0]?.addEventListener('ended', silenced)
}

function sourceOf(
  { video, microphone, opened }: OpenedStreams,
  { track, level, close }: AudioMix,
): Omit<CaptureSource, 'listen'> {
  const { width = 1280, height = 720, frameRate = 30, deviceId, facingMode } = video.getSettings()
  const voiceId = microphone?.getAudioTracks()[0]?.getSettings().deviceId
  return {
    stream: new MediaStream([video, ...(track ? [track] : [])]),
    video: { width, height, frameRate },
    ...(deviceId && { camera: deviceId }),
    ...(voiceId && { microphone: voiceId }),
    ...(facingMode && { facing: facingMode }),
    ...(level && { level }),
    close() {
      stop(opened)
      close()
    },
  }
}
