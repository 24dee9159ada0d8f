import type { Trim } from './trim.ts'
import type { MediaInfo, UnsupportedFeature } from './media-info.ts'
import { type Choice, qualityTargetOf, reencodeTargetOf, type Target } from './quality.ts'

/** Why a file cannot be compressed here. Its original can still be uploaded. */
export type CompressionRejection =
  | 'unreadable'
  | 'container'
  | 'no-video'
  | 'edited'
  | 'video-codec'
  | 'audio-codec'
  | 'hdr'
  | 'encoder'
  | UnsupportedFeature

/** Whether the audio track is copied or encoded; `none` if the file has no audio track. */
export type AudioAction = 'none' | 'copy' | 'encode'

/** Expected result of one quality. */
export interface Estimate {
  choice: Choice
  /** Pixels as displayed, after rotation. */
  width: number
  height: number
  /** Expected bytes. */
  size: number
  /** Seconds to encode on this device; `undefined` while its speed is unknown, 0 for the original. */
  encodeTime: number | undefined
  /** Seconds to upload; `undefined` while the speed of the network is unknown. */
  uploadTime: number | undefined
  /** Whether the result is expected to be so much smaller than the original that encoding is worth the time. */
  isSmaller: boolean
}

/** Result of a benchmark with a file. */
export interface EncodingSpeed {
  /** Millions of pixels per second, read and written. */
  megapixels: number
  /** Bits per pixel of the result, if the encoder ignores the requested bitrate and produces more. Absent otherwise. */
  bitsPerPixel?: number | undefined
}

/** Measured speeds of this device. */
export interface Speeds extends Partial<Pick<EncodingSpeed, 'bitsPerPixel'>> {
  /** As in {@link EncodingSpeed}. */
  megapixels: number | undefined
  /** Bytes per second of earlier uploads. */
  upload: number | undefined
}

/** Audio codecs that an MP4 may contain and that VOD supports. They can be copied without decoding. */
const copyableAudio = ['aac', 'mp3', 'ac3', 'eac3']

/** Bits per second of encoded audio, for each channel. */
const audioBitsPerChannel = 64_000
/** Maximum number of channels of encoded audio. */
export const maxChannels = 2

/** Size of the MP4 tables, as a share of the media data. */
const containerShare = 0.01
/**
 * Maximum size and upload time of a result, as a share of those of the original. A smaller saving is not worth the
 * time and the loss of quality.
 */
const maxResultShare = 0.8

/** Video codecs that an MP4 may contain and that VOD supports. They can be trimmed without encoding. */
const copyableVideo = ['avc', 'hevc', 'vp9', 'av1']

/** Whether the video track can be copied to an MP4, and trimmed there. */
export const canCopyVideo = ({ video, isEdited, unsupported }: MediaInfo): boolean =>
  !isEdited &&
  unsupported !== 'formats' &&
  // The copy would show the edges.
  unsupported !== 'cropped' &&
  unsupported !== 'timestamps' &&
  // An MP4 does not hold the transparency of a WebM.
  !video?.hasAlpha &&
  copyableVideo.includes(video?.codec ?? '')

/** Why a file cannot be compressed here; `undefined` if it can. */
export function compressionRejectionOf({
  video,
  audio,
  isEdited,
  unsupported,
  canEncode,
}: MediaInfo): CompressionRejection | undefined {
  if (!video) return 'no-video'
  // Otherwise the result would show what the creator removed with an edit list.
  if (isEdited) return 'edited'
  if (unsupported) return unsupported
  if (!video.canDecode) return 'video-codec'
  // Without tone mapping the colours would be wrong.
  if (video.isHdr) return 'hdr'
  if (audio && !copyableAudio.includes(audio.codec) && !audio.canDecode) return 'audio-codec'
  return canEncode ? undefined : 'encoder'
}

/** Chooses whether the audio track of a file is copied or encoded. */
export function audioActionOf({ audio }: MediaInfo): AudioAction {
  if (!audio) return 'none'
  // MP3 in MP4 is legal but rare. Copy it only where this browser cannot decode it.
  const isCopied =
    audio.codec === 'aac' || (copyableAudio.includes(audio.codec) && !audio.canDecode)
  return isCopied ? 'copy' : 'encode'
}

/** Bits per second of the audio track in the result. */
export function audioBitrateOf(media: MediaInfo): number {
  if (!media.audio) return 0
  return audioActionOf(media) === 'copy'
    ? media.audio.bitrate
    : Math.min(media.audio.channels, maxChannels) * audioBitsPerChannel
}

/** Target of the video encoder; `undefined` if the video track is copied. */
export function encodingTargetOf(
  media: MediaInfo,
  choice: Choice,
  trim?: Trim,
): Target | undefined {
  const mustEncode = trim && !trim.copy && choice.quality === 'Original'
  return mustEncode ? reencodeTargetOf(media) : qualityTargetOf(media, choice)
}

/** Media info and size in bytes of a trimmed file, as if it were a file of its own. */
export function applyTrim(
  media: MediaInfo,
  size: number,
  trim?: Trim,
): { media: MediaInfo; size: number } {
  if (!trim) return { media, size }
  const duration = trim.end - trim.start
  const share = Math.min(1, duration / media.duration)
  return { media: { ...media, duration }, size: Math.round(size * share) }
}

/** Estimates the result of a quality. `fileSize` is the size of the whole original in bytes. */
export function estimateOf(
  file: MediaInfo,
  fileSize: number,
  choice: Choice,
  speeds: Speeds,
  trim?: Trim,
): Estimate {
  const { media, size } = applyTrim(file, fileSize, trim)
  const { video, duration } = media
  const target = encodingTargetOf(media, choice, trim)
  const secondsToSend = (bytes: number) => (speeds.upload ? bytes / speeds.upload : undefined)
  const stored = target ?? { width: video?.width ?? 0, height: video?.height ?? 0 }
  const isRotated = video?.rotation === 90 || video?.rotation === 270
  const common = {
    choice,
    width: isRotated ? stored.height : stored.width,
    height: isRotated ? stored.width : stored.height,
  }
  if (!video || !target)
    return { ...common, size, encodeTime: 0, uploadTime: secondsToSend(size), isSmaller: false }
  const { width, height, frameRate, bitrate } = target
  const produced = Math.max(bitrate, (speeds.bitsPerPixel ?? 0) * width * height * frameRate)
  const bits = (produced + audioBitrateOf(media)) * duration
  const expectedSize = Math.round((bits / 8) * (1 + containerShare))
  const megapixels = (pixelsPerFrame(video, target) * target.frameRate * duration) / 1e6
  // Compare with the media data alone: other data in the file is neither played nor copied.
  const mediaBytes = Math.min(
    size,
    ((video.bitrate + (media.audio?.bitrate ?? 0)) * duration) / 8 || size,
  )
  return {
    ...common,
    size: expectedSize,
    encodeTime: speeds.megapixels ? megapixels / speeds.megapixels : undefined,
    uploadTime: secondsToSend(expectedSize),
    isSmaller: expectedSize < mediaBytes * maxResultShare,
  }
}

interface Size {
  width: number
  height: number
}

/** Pixels read and written for one frame. Decoding a pixel takes about as long as encoding one. */
export const pixelsPerFrame = (source: Size, target: Size): number =>
  source.width * source.height + target.width * target.height

/**
 * Chooses the quality to preselect: the best one that arrives at VOD sooner than the original. Encoding and uploading
 * overlap, so the slower of them counts. Chooses the original while a speed is unknown.
 * @param others from the best quality to the lowest
 */
export function preselect(original: Estimate, others: readonly Estimate[]): Choice {
  const arrival = ({ encodeTime, uploadTime }: Estimate) =>
    encodeTime === undefined || uploadTime === undefined
      ? Infinity
      : Math.max(encodeTime, uploadTime)
  const limit = (original.uploadTime ?? 0) * maxResultShare
  // A small source has the same frame size at several presets. Only the name of the lowest of them matches that size.
  const hasFittingName = (estimate: Estimate, next: Estimate | undefined) =>
    estimate.width !== next?.width || estimate.height !== next.height
  const suggested = others.find(
    (estimate, index) =>
      estimate.isSmaller &&
      arrival(estimate) < limit &&
      hasFittingName(estimate, others[index + 1]),
  )
  return suggested?.choice ?? original.choice
}
