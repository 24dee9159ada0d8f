import { type InputVideoTrack, VideoSampleSink } from 'mediabunny'
import { audioActionOf } from '../model/compression-plan.ts'
import type { CompressionPlan } from './compress.ts'
import { openMedia } from './open-media.ts'
import { audioTrackOf, videoTrackOf } from './source-tracks.ts'

/** Allowed difference in duration between result and source, in seconds: a long last frame, a rounding error. */
const tolerance = 0.5

/** Allowed difference for a trimmed video, in seconds: a frame, or an audio packet. */
const trimTolerance = 0.15

/** The result does not match its plan, and must not be used. */
export class WrongOutputError extends Error {
  override name = 'WrongOutputError'
}

/**
 * Checks the duration, tracks and frame size of a result. If this browser can decode it, also decodes its first and
 * last frame.
 * @param hasAudio whether audio was written to it
 * @throws {WrongOutputError}
 */
export async function verify(
  file: Blob,
  { media, target, trim }: CompressionPlan,
  { hasAudio }: { hasAudio: boolean },
): Promise<void> {
  using input = openMedia(file)
  const duration = await input.computeDuration()
  const expected = trim ? trim.end - trim.start : media.duration
  const allowed = trim ? trimTolerance : tolerance + media.duration * 0.01
  if (Math.abs(duration - expected) > allowed)
    throw new WrongOutputError(`${duration} s instead of ${expected} s`)
  const audio = await audioTrackOf(input)
  const mustHaveAudio = hasAudio || (!trim && audioActionOf(media) !== 'none')
  if (!audio === mustHaveAudio)
    throw new WrongOutputError(audio ? 'unexpected audio track' : 'no audio track')
  const video = await videoTrackOf(input)
  if (!video) throw new WrongOutputError('no video track')
  if (!target && !media.video?.canDecode) return
  for (const time of [Math.max(0, await video.getFirstTimestamp()), duration])
    await verifyFrame(video, time, target)
}

async function verifyFrame(
  track: InputVideoTrack,
  time: number,
  target: CompressionPlan['target'],
): Promise<void> {
  using frame = await new VideoSampleSink(track).getSample(time)
  const isWrong =
    target && (frame?.codedWidth !== target.width || frame.codedHeight !== target.height)
  if (!frame || isWrong) throw new WrongOutputError(`frame at ${time} s`)
}
