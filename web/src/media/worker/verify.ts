import { type InputVideoTrack, VideoSampleSink } from 'mediabunny'
import { audioActionOf } from '../model/compression-plan.ts'
import type { Recipe } from './compress.ts'
import { openMedia } from './open-media.ts'

/** Seconds by which a result may be shorter or longer than its source: a long last frame, a rounded table. */
const tolerance = 0.5

/** The result is not what was asked for; never to be put in the source's place. */
class WrongOutputError extends Error {
  override name = 'WrongOutputError'
}

/** As {@link tolerance}, of a part: a frame, or a packet of sound. */
const partTolerance = 0.15

/**
 * Looks at a finished file: its length, its tracks, its size, and whether its first and last frame decode,
 * where this browser decodes it. `hasSound` says whether any was put into it.
 */
export async function verify(
  file: Blob,
  { media, target, trim }: Recipe,
  { hasSound }: { hasSound: boolean },
): Promise<void> {
  using input = openMedia(file)
  const duration = await input.computeDuration()
  const wanted = trim ? trim.end - trim.start : media.duration
  const allowed = trim ? partTolerance : tolerance + media.duration * 0.01
  if (Math.abs(duration - wanted) > allowed)
    throw new WrongOutputError(`${duration} s instead of ${wanted} s`)
  const audio = await input.getPrimaryAudioTrack()
  const mustSound = hasSound || (!trim && audioActionOf(media) !== 'none')
  if (!audio === mustSound) throw new WrongOutputError('sound')
  const video = await input.getPrimaryVideoTrack()
  if (!video) throw new WrongOutputError('no picture')
  if (!target && !media.video?.canDecode) return
  for (const moment of [Math.max(0, await video.getFirstTimestamp()), duration])
    await verifyFrame(video, moment, target)
}

async function verifyFrame(
  track: InputVideoTrack,
  moment: number,
  target: Recipe['target'],
): Promise<void> {
  using frame = await new VideoSampleSink(track).getSample(moment)
  const isWrong =
    target && (frame?.codedWidth !== target.width || frame.codedHeight !== target.height)
  if (!frame || isWrong) throw new WrongOutputError(`frame at ${moment} s`)
}
