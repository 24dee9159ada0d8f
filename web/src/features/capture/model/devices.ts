/** The camera resolutions to choose from, in lines. */
export const resolutions = [1080, 720, 480] as const
export type Resolution = (typeof resolutions)[number]

/** The facing mode of a phone's camera. */
export type Facing = 'user' | 'environment'

/** The chosen devices; the browser chooses those that are absent. */
export interface DeviceChoice {
  camera?: string | undefined
  /** Alternative to the id in `camera`. */
  facing?: Facing | undefined
  resolution: Resolution
  microphone?: string | undefined
  /** Whether to record with a microphone at all. */
  hasMicrophone: boolean
}

/** A camera or a microphone, with the label that the browser reports. */
export interface Device {
  deviceId: string
  label: string
}

/** Constraints for `getUserMedia`. Size and rate are `ideal`, so that a camera with less is accepted. */
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
