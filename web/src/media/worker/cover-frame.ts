import { CanvasSink, EncodedPacketSink, type Input, type InputVideoTrack } from 'mediabunny'
import { coverTimes, minScore, scoreOf } from '../model/frame-score.ts'
import { timeTolerance, type Trim } from '../model/trim.ts'
import { openMedia } from './open-media.ts'
import { startOf, videoTrackOf } from './source-tracks.ts'

/** Maximum width of a cover in pixels. */
const maxWidth = 1280

/** Width in pixels of the frames that are compared. */
const comparedWidth = 64

/** Assumed for a file without duration in its metadata, as browsers write WebM. Seconds. */
const assumedDuration = 10

/**
 * Returns a frame of a video for its cover, as a JPEG: the best of a few frames of the first third. Returns `undefined`
 * if there is no frame with a visible content.
 * @param trim the part of the video to choose from; absent for the whole video
 */
export async function readCoverFrame(
  file: Blob,
  trim: Trim | undefined,
): Promise<Blob | undefined> {
  using input = openMedia(file, { from: 'slices' })
  const video = await videoTrackOf(input)
  if (!video) return undefined
  const width = Math.min(maxWidth, await video.getDisplayWidth())
  const frames = new CanvasSink(video, { width })
  let best: { score: number; canvas: OffscreenCanvas } | undefined
  for await (const frame of frames.canvasesAtTimestamps(await timestampsOf(input, video, trim))) {
    if (!(frame?.canvas instanceof OffscreenCanvas)) continue
    const { canvas } = frame
    const score = scoreOfFrame(canvas)
    if (score > (best?.score ?? minScore)) best = { score, canvas }
  }
  return await best?.canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 })
}

/** Timestamps of the frames to compare, in seconds. Prefers key frames, because they are decoded without other frames. */
async function timestampsOf(
  input: Input,
  video: InputVideoTrack,
  trim: Trim | undefined,
): Promise<number[]> {
  const first = await startOf(input)
  const firstFrame = await video.getFirstTimestamp()
  const end = (await input.getDurationFromMetadata()) ?? first + assumedDuration
  const range = trim ?? { start: 0, end: end - first }
  const packets = new EncodedPacketSink(video)
  const timestamps = new Set<number>()
  for (const time of coverTimes(range)) {
    const timestamp = Math.max(first + time, firstFrame)
    const keyFrame = (await packets.getKeyPacket(timestamp))?.timestamp ?? firstFrame
    // The first frame is often black, and a frame before the start was removed by the creator.
    const isUsable = keyFrame > firstFrame && keyFrame >= first + range.start - timeTolerance
    timestamps.add(isUsable && !timestamps.has(keyFrame) ? keyFrame : timestamp)
  }
  return [...timestamps]
}

function scoreOfFrame(frame: OffscreenCanvas): number {
  const height = Math.max(1, Math.round((comparedWidth * frame.height) / frame.width))
  const context = new OffscreenCanvas(comparedWidth, height).getContext('2d')
  if (!context) return 0
  context.drawImage(frame, 0, 0, comparedWidth, height)
  return scoreOf(context.getImageData(0, 0, comparedWidth, height).data, comparedWidth)
}
