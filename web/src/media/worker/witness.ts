import type { InputVideoTrack, VideoSample } from 'mediabunny'
import type { Picture } from '../model/picture-comparison.ts'
import type { Target } from '../model/quality.ts'
import { assumedColoursOf, withColours } from './frame-fitter.ts'
import { createPictureTaker } from './small-pictures.ts'
import { keyFrameInterval } from './video-encoder.ts'

/** Seconds of video for each picture. A picture costs some milliseconds. */
const secondsPerPicture = 10

const maxPictures = 8

/**
 * Takes pictures of frames of the source while they are encoded, so that the verification needs not decode them again.
 * It takes them where the encoder makes key frames: those are decoded alone.
 */
export async function createWitness(
  video: InputVideoTrack,
  { target, duration }: { target: Target; duration: number },
) {
  const isTurned = (await video.getRotation()) % 180 !== 0
  const shape = isTurned ? { width: target.height, height: target.width } : target
  const assumedColours = await assumedColoursOf(video)
  const intervals = Math.max(1, Math.ceil(duration / keyFrameInterval))
  const count = Math.min(maxPictures, intervals, 2 + Math.floor(duration / secondsPerPicture))
  const wanted = new Set(
    Array.from({ length: count }, (_, index) => Math.floor(((index + 0.5) * intervals) / count)),
  )
  const pictures: Picture[] = []
  let take: ReturnType<typeof createPictureTaker> | undefined
  let interval = -1
  return {
    pictures,
    /** `frame` has its time in the result. */
    async takeAtKeyFrame(frame: VideoSample): Promise<void> {
      const current = Math.floor(frame.timestamp / keyFrameInterval)
      if (current === interval) return
      interval = current
      if (!wanted.has(current)) return
      take ??= createPictureTaker(shape)
      const labelled = assumedColours ? await withColours(frame, assumedColours) : frame
      pictures.push(take(labelled, frame.timestamp))
      if (labelled !== frame) labelled.close()
    },
  }
}
