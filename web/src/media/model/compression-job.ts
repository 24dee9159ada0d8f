import type { Luma } from './luma.ts'
import type { MediaInfo } from './media-info.ts'
import type { Picture } from './picture-comparison.ts'
import type { Target } from './quality.ts'
import type { Trim } from './trim.ts'

/** The plan for a file. Without `target` the video track is copied; without `trim` the whole video is kept. */
export interface CompressionPlan {
  media: MediaInfo
  target?: Target | undefined
  trim?: Trim | undefined
  /** Whether the bitrate was chosen so that the result looks like its source. */
  looksSame?: boolean | undefined
}

/** A frame of the source, as it went to the encoder. */
export interface ComparedFrame {
  /** Time in the result, in seconds. */
  time: number
  /** At the size of the result. */
  luma: Luma
}

/** A finished file and what is known about its making. */
export interface CompressionResult {
  file: Blob
  /** Whether bytes that were sent early are not in the file any more. There are zeros in their place. */
  hasGaps?: boolean
  /** Whether audio was written to it. A microphone may have delivered no audio at all. */
  hasAudio: boolean
  /** Pictures of the source at key frames of the result; absent if the video track was copied. */
  pictures?: Picture[]
  /** Frames with which the result is compared at full size; absent unless the plan is that it looks the same. */
  frames?: ComparedFrame[]
}
