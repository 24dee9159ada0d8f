import { EncodedPacketSink, type Input, type InputVideoTrack, IsobmffInputFormat } from 'mediabunny'
import type { MediaInfo, OtherTrack } from '../model/media-info.ts'
import { videoCodecFor } from './codecs.ts'
import { endOf, hasCompleteTables } from './duration.ts'
import { isEdited } from './edit-list.ts'
import { openMedia } from './open-media.ts'
import { audioTrackOf, otherTracksOf, startOf, videoTrackOf } from './source-tracks.ts'
import { hasTimestampJump } from './timestamp-jumps.ts'
import { unsupportedFeatureOf } from './unsupported-feature.ts'

/**
 * Packets that are read if the container has no packet table: enough to estimate the frame rate, within some hundred
 * kilobytes.
 */
const packetsToRead = 16

/** Limits of an estimated frame rate: a video may start with a still frame. */
const plausibleFrameRates = { min: 15, max: 120 }

/**
 * Reads the media info of a file. If the file has packet tables, reads little else.
 * @throws {UnsupportedInputFormatError} if it is no video file
 * @throws {DOMException} NotReadableError if it is truncated
 */
export async function probe(file: Blob): Promise<MediaInfo> {
  using input = openMedia(file, { from: 'slices' })
  const isIso = (await input.getFormat()) instanceof IsobmffInputFormat
  const end = await endOf(file, input)
  // In a fragmented MP4, the tables may cover only the first few frames.
  const hasTables = isIso && (await hasCompleteTables(input))
  // A file that was cut out of a stream keeps the timestamps of the stream.
  const duration = end - (await startOf(input))
  const total = (file.size * 8) / duration
  const audio = await readAudioInfo(input, hasTables, total)
  const video = await readVideoInfo(input, hasTables, total - (audio?.bitrate ?? 0))
  const codec = video && (await videoCodecFor(video))
  const unsupported = await readUnsupportedFeature(file, input)
  return {
    duration,
    isEdited: isIso && (await isEdited(file)),
    otherTracks: await readOtherTracks(input),
    ...(unsupported && { unsupported }),
    canEncode: codec !== undefined,
    ...(video && { video }),
    ...(audio && { audio }),
  }
}

async function readUnsupportedFeature(file: Blob, input: Input) {
  const track = await videoTrackOf(input)
  if (!track) return undefined
  return (await hasTimestampJump(file, track)) ? 'timestamps' : unsupportedFeatureOf(file, track)
}

async function readOtherTracks(input: Input): Promise<OtherTrack[]> {
  const others: OtherTrack[] = []
  for (const track of await otherTracksOf(input)) {
    const [language, name] = [await track.getLanguageCode(), await track.getName()]
    if (track.type === 'subtitle') continue
    others.push({
      type: track.type,
      number: track.number,
      ...(language !== 'und' && { language }),
      ...(name && { name }),
    })
  }
  return others
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
  const track = await videoTrackOf(input)
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
    hasAlpha: await track.canBeTransparent(),
  }
}

/** Resolves with `undefined` if there is no audio track, or if it has no packets. */
async function readAudioInfo(input: Input, hasTables: boolean, total: number) {
  const track = await audioTrackOf(input)
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
