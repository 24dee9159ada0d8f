import { EncodedPacketSink, type Input, type InputVideoTrack, IsobmffInputFormat } from 'mediabunny'
import type { Media } from '../model/media.ts'
import { videoCodecFor } from './codecs.ts'
import { isEdited } from './edit-list.ts'
import { openMedia } from './open-media.ts'

/**
 * Packets looked at where the container has no table of them: enough to see the frame rate, few enough
 * to stay within some hundred kilobytes.
 */
const packetsLookedAt = 16

/**
 * Reads what a file is, from its tables alone where it has some. Rejects for what is no video file, and for
 * what is cut off.
 */
export async function probe(file: Blob): Promise<Media> {
  using input = openMedia(file, { from: 'slices' })
  const isIso = (await input.getFormat()) instanceof IsobmffInputFormat
  const told = await input.getDurationFromMetadata()
  const isTabled = isIso && told !== null
  const end = told ?? (await (isIso ? input.computeDuration() : lengthOf(file)))
  // What was cut out of a stream keeps its times.
  const duration = end - Math.max(0, await input.getFirstTimestamp())
  const audio = await audioOf(input, isTabled)
  const video = await videoOf(input, isTabled, (file.size * 8) / duration - (audio?.bitrate ?? 0))
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

/** Rejects if the last frame that the tables tell of is not there. */
async function expectWhole(track: InputVideoTrack): Promise<void> {
  if (!(await new EncodedPacketSink(track).getPacket(Infinity)))
    throw new DOMException('It is cut off.', 'NotReadableError')
}

async function videoOf(input: Input, isTabled: boolean, bitrateOfRest: number) {
  const track = await input.getPrimaryVideoTrack()
  if (!track) return undefined
  if (isTabled) await expectWhole(track)
  const stats = await track.computePacketStats(isTabled ? Infinity : packetsLookedAt)
  return {
    codec: (await track.getCodec()) ?? 'unknown',
    width: await track.getSquarePixelWidth(),
    height: await track.getSquarePixelHeight(),
    rotation: await track.getRotation(),
    frameRate: stats.averagePacketRate,
    bitrate: isTabled ? stats.averageBitrate : bitrateOfRest,
    isHdr: await track.hasHighDynamicRange(),
    canDecode: await track.canDecode(),
  }
}

async function audioOf(input: Input, isTabled: boolean) {
  const track = await input.getPrimaryAudioTrack()
  if (!track) return undefined
  const stats = await track.computePacketStats(isTabled ? Infinity : packetsLookedAt)
  return {
    codec: (await track.getCodec()) ?? 'unknown',
    channels: await track.getNumberOfChannels(),
    sampleRate: await track.getSampleRate(),
    bitrate: stats.averageBitrate,
    canDecode: await track.canDecode(),
  }
}
