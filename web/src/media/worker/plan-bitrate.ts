import { EncodedPacketSink, type InputVideoTrack, type VideoSample } from 'mediabunny'
import {
  type BitratePlan,
  chooseBitrate,
  comparedFrames,
  framesPerTrial,
  isDecided,
  type MissedPlan,
  type Trial,
  trialBitratesOf,
  trialTimesOf,
} from '../model/auto-bitrate.ts'
import { type Luma, ssimOf } from '../model/luma.ts'
import type { Target } from '../model/quality.ts'
import { videoCodecFor } from './codecs.ts'
import { frameFitterFor } from './encoder-scaling.ts'
import type { FrameFitter } from './frame-fitter.ts'
import { lumaOf } from './frame-luma.ts'
import { LowMemorySampleSink } from './low-memory-sample-sink.ts'
import { openMedia } from './open-media.ts'
import { startOf, videoTrackOf } from './source-tracks.ts'
import { startTrialEncode, type TrialEncode } from './trial-encode.ts'
import { keyFrameInterval } from './video-encoder.ts'

/** A frame of a part of the video. */
interface TrialFrame {
  frame: VideoSample
  /** Index of the part. */
  part: number
  isCompared: boolean
}

/** The source of an encoded frame. */
interface ExpectedFrame {
  part: number
  /** Absent if the frame is not compared. */
  luma: Luma | undefined
}

/**
 * Finds the lowest bitrate with which a result looks like its source: encodes a few short parts of it with one or two
 * bitrates, and compares them with the source at the size of the target.
 * @param target its bitrate is the maximum
 * @param range seconds of the source that are encoded, from its first frame
 * @param missed the previous result; absent in the first plan
 * @throws {DOMException} NotSupportedError or EncodingError
 */
export async function planBitrate(
  file: Blob,
  target: Target,
  range: { start: number; end: number },
  missed?: MissedPlan,
): Promise<BitratePlan> {
  using input = openMedia(file, { from: 'slices' })
  const video = await videoTrackOf(input)
  const codec = await videoCodecFor(target)
  if (!video || !codec)
    throw new DOMException('There is no video track or no encoder.', 'NotSupportedError')
  const fitter = await frameFitterFor(video, target, codec)
  const first = await startOf(input)
  const times = missed ? [range.start + missed.time] : trialTimesOf(range)
  const starts = times.map((time) => first + time)
  const bitrates = trialBitratesOf(target.bitrate)
  const encodes = await Promise.all(
    bitrates.map((bitrate) => startTrialEncode({ ...target, bitrate }, codec)),
  )
  try {
    const expected = await encodeAll(framesOf(video, starts, { target, fitter }), encodes, target)
    const parts: Trial[][] = times.map(() => [])
    for (const [index, encode] of encodes.entries()) {
      const losses = await lossesOf(encode, expected, target)
      for (const [part, trials] of parts.entries()) {
        const loss = losses[part]
        if (loss !== undefined) trials.push({ bitrate: bitrates[index] ?? 0, loss })
      }
      if (isDecided(parts)) break
    }
    return chooseBitrate(parts, target.bitrate, missed?.bitrate)
  } finally {
    await Promise.all(encodes.map((encode) => encode.cancel()))
  }
}

/** The first frames of each part, from a key frame, as an encoder can take them. Each is closed after its use. */
async function* framesOf(
  video: InputVideoTrack,
  times: readonly number[],
  { target, fitter }: { target: Target; fitter: FrameFitter },
): AsyncGenerator<TrialFrame, void, unknown> {
  for (const [part, time] of times.entries()) {
    const key = await new EncodedPacketSink(video).getKeyPacket(time, { verifyKeyPackets: true })
    let index = 0
    const start = key?.timestamp ?? time
    const end = start + framesPerTrial / target.frameRate
    for await (const sample of new LowMemorySampleSink(video).samples(start, end)) {
      using frame = sample
      // Each part starts with a key frame of the encoder.
      frame.setTimestamp(part * keyFrameInterval + index / target.frameRate)
      frame.setRotation(0)
      frame.setFlip(false)
      using fitted = await fitter.fit(frame)
      yield { frame: fitted, part, isCompared: comparedFrames.includes(index) }
      // An end by time would decode all frames that are in the queue of the decoder.
      if (++index === framesPerTrial) break
    }
  }
}

/** Gives each frame to each encoder. Resolves with the part of each frame, and the luma of the compared ones. */
async function encodeAll(
  frames: AsyncIterable<TrialFrame>,
  encodes: readonly TrialEncode[],
  target: Target,
): Promise<ExpectedFrame[]> {
  const expected: ExpectedFrame[] = []
  for await (const { frame, part, isCompared } of frames) {
    await Promise.all(encodes.map((encode) => encode.add(frame)))
    expected.push({ part, luma: isCompared ? await lumaOf(frame, target) : undefined })
  }
  return expected
}

/** The average loss of the compared frames of each part; absent where none can be compared. */
async function lossesOf(
  encode: TrialEncode,
  expected: readonly ExpectedFrame[],
  target: Target,
): Promise<(number | undefined)[]> {
  const sums: [sum: number, count: number][] = []
  let index = 0
  for await (const sample of encode.frames()) {
    using frame = sample
    const { part, luma } = expected[index++] ?? { part: 0 }
    const found = luma && (await lumaOf(frame, target))
    if (!found) continue
    const [sum, count] = sums[part] ?? [0, 0]
    sums[part] = [sum + 1 - ssimOf(found, luma), count + 1]
  }
  return sums.map(([sum, count]) => sum / count)
}
