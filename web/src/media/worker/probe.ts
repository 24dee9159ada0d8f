import { EncodedPacketSink, type Input, type InputVideoTrack, IsobmffInputFormat } from 'mediabunny'
import type { Media } from '../model/media-info.ts'
import { videoCodecFor } from './codecs.ts'
import { isEdited } from './edit-list.ts'
import { openMedia } from './open-media.ts'

/**
 * Packets looked at where the container has no table of them: enough to see the frame rate, few enough
 * to stay within some hundred kilobytes.
 */
const packetsLookedAt = 16

/** Frames a second that so few packets are believed: a picture may stand still at first, then move. */
const believedFrameRates = { least: 15, most: 120 }

/** Seconds by which what tables tell may differ from what the packets come to, and as a share of it. */
const tolerance = 0.5
const toleratedShare = 0.01

/**
 * Reads what a file is, from its tables alone where it has some. Rejects for what is no video file, and for
 * what is cut off.
 */
export async function probe(file: Blob): Promise<Media> {
  using input = openMedia(file, { from: 'slices' })
  const isIso = (await input.getFormat()) instanceof IsobmffInputFormat
  const told = await input.getDurationFromMetadata()
  // Before fragments, tables may tell of the first few pictures alone.
  const end = isIso ? await input.computeDuration() : (told ?? (await lengthOf(file)))
  const isTabled = isIso && told !== null && Math.abs(told - end) <= tolerance
  if (!isIso && told !== null) await expectToLast(input, told)
  // What was cut out of a stream keeps its times.
  const duration = end - Math.max(0, await input.getFirstTimestamp())
  const total = (file.size * 8) / duration
  const audio = await audioOf(input, isTabled, total)
  const video = await videoOf(input, isTabled, total - (audio?.bitrate ?? 0))
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
 * Seconds of a file that does not say how long it is, as browsers and screen recorders write WebM: it has to be
 * gone through. An MP4 in fragments is not read for that, but hopped through.
 */
async function lengthOf(file: Blob): Promise<number> {
  using input = openMedia(file)
  return await input.computeDuration()
}

/** Rejects if neither picture nor sound last about as long as is told, in seconds. */
async function expectToLast(input: Input, told: number): Promise<void> {
  const least = told * (1 - toleratedShare) - tolerance
  for (const track of [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()])
    if (track && (await track.computeDuration()) >= least) return
  throw new DOMException('It is cut off.', 'NotReadableError')
}

/** Rejects if the last frame that the tables tell of is not there. */
async function expectWhole(track: InputVideoTrack): Promise<void> {
  if (!(await new EncodedPacketSink(track).getPacket(Infinity)))
    throw new DOMException('It is cut off.', 'NotReadableError')
}

/** Seconds of a picture that may be missing at its start, until its first key frame. */
const mostMissing = 0.5

/**
 * Whether a decoder can begin near the start. What was cut out of a broadcast, or of frames that need others before
 * them, may have no key frame for seconds, or none at all, whatever its tables say.
 */
async function beginsInTime(track: InputVideoTrack): Promise<boolean> {
  const sink = new EncodedPacketSink(track)
  const looked = { verifyKeyPackets: true }
  const first = await sink.getFirstPacket(looked)
  if (!first) return false
  for await (const { type, timestamp } of sink.packets(first, undefined, looked)) {
    if (type === 'key') return true
    if (timestamp > first.timestamp + mostMissing) return false
  }
  return false
}

/** Display P3 alone is a wider gamut, which stays as it is: what is brighter says so by its transfer function. */
async function isHdr(track: InputVideoTrack): Promise<boolean> {
  // TypeScript's DOM library knows only the values of WebCodecs' first draft.
  const colors: { primaries?: string | null; transfer?: string | null } =
    await track.getColorSpace()
  const { primaries, transfer } = colors
  const isWideAlone = primaries === 'smpte432' && transfer !== 'pq' && transfer !== 'hlg'
  return !isWideAlone && (await track.hasHighDynamicRange())
}

async function videoOf(input: Input, isTabled: boolean, bitrateOfRest: number) {
  const track = await input.getPrimaryVideoTrack()
  if (!track) return undefined
  if (isTabled) await expectWhole(track)
  const stats = await track.computePacketStats(isTabled ? Infinity : packetsLookedAt)
  const { least, most } = believedFrameRates
  return {
    codec: (await track.getCodec()) ?? 'unknown',
    width: await track.getSquarePixelWidth(),
    height: await track.getSquarePixelHeight(),
    rotation: await track.getRotation(),
    frameRate: isTabled
      ? stats.averagePacketRate
      : Math.max(least, Math.min(most, stats.averagePacketRate)),
    bitrate: isTabled ? stats.averageBitrate : bitrateOfRest,
    isHdr: await isHdr(track),
    canDecode: (await track.canDecode()) && (await beginsInTime(track)),
  }
}

/** Its sound; none if there is a track of it with nothing on it. */
async function audioOf(input: Input, isTabled: boolean, total: number) {
  const track = await input.getPrimaryAudioTrack()
  if (!track) return undefined
  const stats = await track.computePacketStats(isTabled ? Infinity : packetsLookedAt)
  if (stats.packetCount === 0) return undefined
  // Few packets may be the largest, and the picture never has nothing.
  const bitrate = isTabled ? stats.averageBitrate : Math.min(stats.averageBitrate, total / 2)
  return {
    codec: (await track.getCodec()) ?? 'unknown',
    channels: await track.getNumberOfChannels(),
    sampleRate: await track.getSampleRate(),
    bitrate: Math.max(1, bitrate),
    canDecode: await track.canDecode(),
  }
}
