/** What a creator can choose of the camera's picture, by its lines. */
export const resolutions = [1080, 720, 480] as const
export type Resolution = (typeof resolutions)[number]

/** Which way a camera of a phone looks. */
export type Facing = 'user' | 'environment'

/** What to record with; what is left out is the browser's choice. */
export interface DeviceChoice {
  camera?: string | undefined
  /** Instead of a camera by its id. */
  facing?: Facing | undefined
  resolution: Resolution
  microphone?: string | undefined
  /** Whether to record with a microphone at all. */
  hasMicrophone: boolean
}

/** A camera or a microphone, as the browser calls it. */
export interface Device {
  deviceId: string
  label: string
}

/** What to ask `getUserMedia` for. All of it is a wish: a camera that has less is better than none. */
export function cameraConstraints(choice: DeviceChoice): MediaTrackConstraints {
  const { camera, facing, resolution } = choice
  return {
    ...(camera ? { deviceId: { exact: camera } } : { facingMode: facing ?? 'user' }),
    width: { ideal: Math.round((resolution * 16) / 9) },
    height: { ideal: resolution },
    frameRate: { ideal: 30 },
  }
}

export const microphoneConstraints = ({
  microphone,
}: DeviceChoice): MediaTrackConstraints | true =>
  microphone ? { deviceId: { exact: microphone } } : true
