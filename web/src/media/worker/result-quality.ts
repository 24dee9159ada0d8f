import { type InputVideoTrack, type VideoSample, VideoSampleSink } from 'mediabunny'
import { type MissedPlan, missesPlan } from '../model/auto-bitrate.ts'
import type { ComparedFrame, CompressionResult } from '../model/compression-job.ts'
import { ssimOf } from '../model/luma.ts'
import type { Target } from '../model/quality.ts'
import { timeTolerance } from '../model/trim.ts'
import { lumaOf } from './frame-luma.ts'
import { openMedia } from './open-media.ts'
import { isReleased } from './released-bytes.ts'
import { videoTrackOf } from './source-tracks.ts'
import { keyFrameInterval } from './video-encoder.ts'

/** Positions of the compared frames, as shares of the duration: other ones than those of the trials. */
const positions = [0.1, 0.4, 0.65, 0.9]

/** Frames from a key frame to a compared frame: enough to differ from the key frame, and few to decode. */
const framesAfterKey = 4

/** Takes the luma of a few frames, as they go to the encoder. */
export function createQualityWitness(target: Target, duration: number) {
  const times = positions.map(
    (position) =>
      Math.floor((duration * position) / keyFrameInterval) * keyFrameInterval +
      framesAfterKey / target.frameRate -
      timeTolerance,
  )
  const wanted = [...new Set(times)]
  const frames: ComparedFrame[] = []
  return {
    frames,
    /** `frame` has its time in the result. */
    async take(frame: VideoSample): Promise<void> {
      const { timestamp } = frame
      if (timestamp < (wanted[0] ?? Infinity)) return
      wanted.shift()
      const luma = await lumaOf(frame, target)
      if (luma) frames.push({ time: timestamp, luma })
    },
  }
}

/** Compares a result with frames of its source. Resolves with the worst frame if it looks worse than planned. */
export async function findMissedPlan(
  { file, hasGaps, frames = [] }: Pick<CompressionResult, 'file' | 'hasGaps' | 'frames'>,
  target: Target,
): Promise<MissedPlan | undefined> {
  using input = openMedia(file)
  const track = await videoTrackOf(input)
  let worst = { loss: 0, time: 0 }
  for (const { time, luma } of frames) {
    const key = Math.floor(time / keyFrameInterval) * keyFrameInterval
    if (hasGaps && track && (await isReleased(track, key, time))) continue
    const found = track && (await lumaAt(track, time, target))
    const loss = found ? 1 - ssimOf(found, luma) : 0
    if (loss > worst.loss) worst = { loss, time }
  }
  return missesPlan(worst.loss) ? { bitrate: target.bitrate, time: worst.time } : undefined
}

async function lumaAt(track: InputVideoTrack, time: number, target: Target) {
  using frame = await new VideoSampleSink(track).getSample(time + timeTolerance)
  return frame ? await lumaOf(frame, target) : undefined
}
