import { type InputVideoTrack, VideoSampleSink } from 'mediabunny'
import { audioActionOf } from '../model/plan.ts'
import type { Media } from '../model/media.ts'
import type { Target } from '../model/quality.ts'
import { openMedia } from './open-media.ts'

/** Seconds by which a result may be shorter or longer than its source: a long last frame, a rounded table. */
const tolerance = 0.5

/** The result is not what was asked for; never to be put in the source's place. */
export class WrongOutputError extends Error {
  override name = 'WrongOutputError'
}

/** Looks at a finished file: its length, its tracks, its size, and whether its first and last frame decode. */
export async function verify(file: Blob, media: Media, target: Target): Promise<void> {
  using input = openMedia(file)
  const duration = await input.computeDuration()
  if (Math.abs(duration - media.duration) > tolerance + media.duration * 0.01)
    throw new WrongOutputError(`${duration} s instead of ${media.duration} s`)
  const audio = await input.getPrimaryAudioTrack()
  if (!audio !== (audioActionOf(media) === 'none')) throw new WrongOutputError('sound')
  const video = await input.getPrimaryVideoTrack()
  if (!video) throw new WrongOutputError('no picture')
  for (const moment of [await video.getFirstTimestamp(), duration])
    await verifyFrame(video, moment, target)
}

async function verifyFrame(track: InputVideoTrack, moment: number, target: Target): Promise<void> {
  using frame = await new VideoSampleSink(track).getSample(moment)
  if (frame?.codedWidth !== target.width || frame.codedHeight !== target.height)
    throw new WrongOutputError(`frame at ${moment} s`)
}
