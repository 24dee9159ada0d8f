import { EncodedPacketSink, type Input, type InputVideoTrack, IsobmffInputFormat } from 'mediabunny'
import type { MediaInfo } from '../model/media-info.ts'
import { videoCodecFor } from './codecs.ts'
import { isEdited } from './edit-list.ts'
import { openMedia } from './open-media.ts'

/**
 * Packets that are read if the container has no packet table: enough to estimate the frame rate, within some hundred
 * kilobytes.
 */
const packetsToRead = 16

/** Limits of an estimated frame rate: a video may start with a still frame. */
const plausibleFrameRates = { min: 15, max: 120 }

/** Allowed difference between the duration in the metadata and that of the packets: seconds, and a share of it. */
const tolerance = 0.5
const toleranceShare = 0.01

/**
 * Reads the media info of a file. If the file has packet tables, reads little else.
 * @throws {UnsupportedInputFormatError} if it is no video file
 * @throws {DOMException} NotReadableError if it is truncated
 */
export async function probe(file: Blob): Promise<MediaInfo> {
  using input = openMedia(file, { from: 'slices' })
  const isIso = (await input.getFormat()) instanceof IsobmffInputFormat
  const metadataDuration = await input.getDurationFromMetadata()
  // In a fragmented MP4, the tables may cover only the first few frames.
  const end = isIso
    ? await input.computeDuration()
    : (metadataDuration ?? (await computeDuration(file)))
  const hasTables =
    isIso && metadataDuration !== null && Math.abs(metadataDuration - end) <= tolerance
  if (!isIso && metadataDuration !== null) await assertDuration(input, metadataDuration)
  // A file that was cut out of a stream keeps the timestamps of the stream.
  const duration = end - Math.max(0, await input.getFirstTimestamp())
  const total = (file.size * 8) / duration
  const audio = await readAudioInfo(input, hasTables, total)
  const video = await readVideoInfo(input, hasTables, total - (audio?.bitrate ?? 0))
  const codec = video && (await videoCodecFor(video))
  return {
    duration,
    isEdited: isIso && (await isEdited(file)),
    canEncode: codec !== undefined,
    ...(video && { video }),
    ...(audio && { audio }),
  }
}

/**
 * Duration in seconds of a file without duration in its metadata, as browsers and screen recorders write WebM. Reads
 * the whole file.
 */
async function computeDuration(file: Blob): Promise<number> {
  using input = openMedia(file)
  return await input.computeDuration()
}

/** Rejects if no track is as long as the metadata claims, in seconds. */
async function assertDuration(input: Input, claimed: number): Promise<void> {
  const min = claimed * (1 - toleranceShare) - tolerance
  for (const track of [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()])
    if (track && (await track.computeDuration()) >= min) return
  throw new DOMException('The file is truncated.', 'NotReadableError')
}

/** Rejects if the file ends before the last frame in its tables. */
async function assertComplete(track: InputVideoTrack): Promise<void> {
  if (!(await new EncodedPacketSink(track).getPacket(Infinity)))
    throw new DOMException('The file is truncated.', 'NotReadableError')
}

/** Maximum seconds of video that may be lost before the first key frame. */
const maxLostSeconds = 0.5

/**
 * Whether there is a key frame near the start. An excerpt of a broadcast may have no key frame for seconds, or none
 * at all, although its tables list one.
 */
async function startsWithKeyFrame(track: InputVideoTrack): Promise<boolean> {
  const sink = new EncodedPacketSink(track)
  const options = { verifyKeyPackets: true }
  const first = await sink.getFirstPacket(options)
  if (!first) return false
  for await (const { type, timestamp } of sink.packets(first, undefined, options)) {
    if (type === 'key') return true
    if (timestamp > first.timestamp + maxLostSeconds) return false
  }
  return false
}

/** Display P3 without an HDR transfer function is only a wider gamut, which encoding preserves. */
async function isHdr(track: InputVideoTrack): Promise<boolean> {
  // TypeScript's DOM library knows only the values of WebCodecs' first draft.
  const colors: { primaries?: string | null; transfer?: string | null } =
    await track.getColorSpace()
  const { primaries, transfer } = colors
  const isWideGamutOnly = primaries === 'smpte432' && transfer !== 'pq' && transfer !== 'hlg'
  return !isWideGamutOnly && (await track.hasHighDynamicRange())
}

async function readVideoInfo(input: Input, hasTables: boolean, bitrateOfRest: number) {
  const track = await input.getPrimaryVideoTrack()
  if (!track) return undefined
  if (hasTables) await assertComplete(track)
  const stats = await track.computePacketStats(hasTables ? Infinity : packetsToRead)
  const { min, max } = plausibleFrameRates
  return {
    codec: (await track.getCodec()) ?? 'unknown',
    width: await track.getSquarePixelWidth(),
    height: await track.getSquarePixelHeight(),
    rotation: await track.getRotation(),
    frameRate: hasTables
      ? stats.averagePacketRate
      : Math.max(min, Math.min(max, stats.averagePacketRate)),
    bitrate: hasTables ? stats.averageBitrate : bitrateOfRest,
    isHdr: await isHdr(track),
    canDecode: (await track.canDecode()) && (await startsWithKeyFrame(track)),
  }
}

/** Resolves with `undefined` if there is no audio track, or if it has no packets. */
async function readAudioInfo(input: Input, hasTables: boolean, total: number) {
  const track = await input.getPrimaryAudioTrack()
  if (!track) return undefined
  const stats = await track.computePacketStats(hasTables ? Infinity : packetsToRead)
  if (stats.packetCount === 0) return undefined
  // The first packets may be the largest. At least half of the file is video.
  const bitrate = hasTables ? stats.averageBitrate : Math.min(stats.averageBitrate, total / 2)
  return {
    codec: (await track.getCodec()) ?? 'unknown',
    channels: await track.getNumberOfChannels(),
    sampleRate: await track.getSampleRate(),
    bitrate: Math.max(1, bitrate),
    canDecode: await track.canDecode(),
  }
}
