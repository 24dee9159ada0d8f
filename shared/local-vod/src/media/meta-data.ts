/** The fields of VOD's MediaMetaData that the region can determine. */
export interface MetaData {
  /** Bytes. */
  Size: number
  Container: string
  /** Bits per second. */
  Bitrate?: number
  Height?: number
  Width?: number
  /** Seconds. */
  Duration?: number
  /** Degrees, clockwise. */
  Rotate?: number
  VideoStreamSet?: VideoStream[]
  AudioStreamSet?: AudioStream[]
  VideoDuration?: number
  AudioDuration?: number
  Md5?: string
}

export interface VideoStream {
  Bitrate: number
  Codec: string
  Fps: number
  Height: number
  Width: number
}

export interface AudioStream {
  Bitrate: number
  Codec: string
  /** Hz. */
  SamplingRate: number
}
