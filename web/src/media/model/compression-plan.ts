import type { Trim } from './trim.ts'
import type { Media } from './media-info.ts'
import { type Choice, sameTargetOf, type Target, targetOf } from './quality.ts'

/** Why a file can only go up as it is. */
export type Obstacle =
  'unreadable' | 'no-video' | 'edited' | 'video-codec' | 'audio-codec' | 'hdr' | 'encoder'

/** What becomes of the sound. */
export type AudioAction = 'none' | 'copy' | 'encode'

/** What one quality would come to. */
export interface Plan {
  choice: Choice
  /** Pixels as shown, after rotation. */
  width: number
  height: number
  /** Bytes expected. */
  size: number
  /** Seconds of work on this device; `undefined` while its speed is unknown, 0 for the original. */
  encodeTime: number | undefined
  /** Seconds to send it; `undefined` while the network's speed is unknown. */
  uploadTime: number | undefined
  /** Whether it is expected to be smaller than the original by enough to be worth it. */
  isSmaller: boolean
}

/** What was measured on this device. */
export interface Speeds {
  /** Millions of pixels a second, read and written, by a trial with this very file. */
  megapixels: number | undefined
  /** Bytes a second of earlier uploads. */
  upload: number | undefined
}

/** Sound that MP4 takes and VOD reads, so that it need not be decoded here. */
const copyable = ['aac', 'mp3', 'ac3', 'eac3']

/** Bits a second of sound that has to be encoded anew, for each of at most two channels. */
const audioBitsPerChannel = 64_000
export const mostChannels = 2

/** What the tables of an MP4 add, as a share of its media. */
const containerShare = 0.01
/** A saving below this is not worth the work and the loss. */
const worthwhile = 0.8

/** Pictures that an MP4 may hold and VOD reads, so that they can be cut without encoding. */
const copyablePictures = ['avc', 'hevc', 'vp9', 'av1']

/** Whether the picture can be put into an MP4 as it is, and cut there. */
export const canCopyPicture = ({ video, isEdited }: Media): boolean =>
  !isEdited && copyablePictures.includes(video?.codec ?? '')

/** Why it cannot be compressed here, if so. */
export function obstacleOf({ video, audio, isEdited, canEncode }: Media): Obstacle | undefined {
  if (!video) return 'no-video'
  // Else what its owner cut away would be published.
  if (isEdited) return 'edited'
  if (!video.canDecode) return 'video-codec'
  // Without tone mapping the colours would be wrong.
  if (video.isHdr) return 'hdr'
  if (audio && !copyable.includes(audio.codec) && !audio.canDecode) return 'audio-codec'
  return canEncode ? undefined : 'encoder'
}

export function audioActionOf({ audio }: Media): AudioAction {
  if (!audio) return 'none'
  // MP3 in MP4 is legal and rare enough to be trusted only where nothing else is left.
  const isKept = audio.codec === 'aac' || (copyable.includes(audio.codec) && !audio.canDecode)
  return isKept ? 'copy' : 'encode'
}

/** Bits a second of the sound in the result. */
export function audioBitrateOf(media: Media): number {
  if (!media.audio) return 0
  return audioActionOf(media) === 'copy'
    ? media.audio.bitrate
    : Math.min(media.audio.channels, mostChannels) * audioBitsPerChannel
}

/** What to ask of the encoder; `undefined` where the picture is copied: as it is, or cut where that can be. */
export function targetFor(media: Media, choice: Choice, trim?: Trim): Target | undefined {
  const mustEncode = trim && !trim.copy && choice.quality === 'Original'
  return mustEncode ? sameTargetOf(media) : targetOf(media, choice)
}

/** What is known of a part of a file: as of a file of its own. `size` in bytes. */
export function partOf(media: Media, size: number, trim?: Trim): { media: Media; size: number } {
  if (!trim) return { media, size }
  const duration = trim.end - trim.start
  const share = Math.min(1, duration / media.duration)
  return { media: { ...media, duration }, size: Math.round(size * share) }
}

/** What a choice would come to. `fileSize` is the original's, in bytes; all of it counts, or a part. */
export function planOf(
  file: Media,
  fileSize: number,
  choice: Choice,
  speeds: Speeds,
  trim?: Trim,
): Plan {
  const { media, size } = partOf(file, fileSize, trim)
  const { video, duration } = media
  const target = targetFor(media, choice, trim)
  const seconds = (bytes: number) => (speeds.upload ? bytes / speeds.upload : undefined)
  const shown = target ?? { width: video?.width ?? 0, height: video?.height ?? 0 }
  const isTurned = video?.rotation === 90 || video?.rotation === 270
  const common = {
    choice,
    width: isTurned ? shown.height : shown.width,
    height: isTurned ? shown.width : shown.height,
  }
  if (!video || !target)
    return { ...common, size, encodeTime: 0, uploadTime: seconds(size), isSmaller: false }
  const bits = (target.bitrate + audioBitrateOf(media)) * duration
  const expected = Math.round((bits / 8) * (1 + containerShare))
  const work = (workOf(video, target) * target.frameRate * duration) / 1e6
  // Against the media alone: what else is in the file, a player skips and a phone would not write.
  const mediaBytes = Math.min(
    size,
    ((video.bitrate + (media.audio?.bitrate ?? 0)) * duration) / 8 || size,
  )
  return {
    ...common,
    size: expected,
    encodeTime: speeds.megapixels ? work / speeds.megapixels : undefined,
    uploadTime: seconds(expected),
    isSmaller: expected < mediaBytes * worthwhile,
  }
}

interface Size {
  width: number
  height: number
}

/** Pixels handled for one frame: reading one costs about as much as writing one. */
export const workOf = (source: Size, target: Size): number =>
  source.width * source.height + target.width * target.height

/**
 * Which plan to preselect: the best one that is sooner at VOD than the original, given that sending and
 * compressing go on at the same time. While either speed is unknown, the original.
 */
export function preselect(original: Plan, others: readonly Plan[]): Choice {
  const arrival = ({ encodeTime, uploadTime }: Plan) =>
    encodeTime === undefined || uploadTime === undefined
      ? Infinity
      : Math.max(encodeTime, uploadTime)
  const limit = (original.uploadTime ?? 0) * worthwhile
  // Of qualities that come to the same picture, since none is scaled up, the last is named after it.
  const isNamed = (plan: Plan, next: Plan | undefined) =>
    plan.width !== next?.width || plan.height !== next.height
  const suggested = others.find(
    (plan, index) => plan.isSmaller && arrival(plan) < limit && isNamed(plan, others[index + 1]),
  )
  return suggested?.choice ?? original.choice
}
