import {
  EncodedPacketSink,
  type InputVideoTrack,
  type VideoSample,
  VideoSampleSink,
} from 'mediabunny'
import type { Picture } from '../model/picture-comparison.ts'

/** Pixels of the longer side: enough to see what is where, and little work. */
const longSide = 48

/** Draws frames as small pictures of one shape, with bars if necessary, as players show them. */
export function createPictureTaker(shape: { width: number; height: number }) {
  const scale = longSide / Math.max(shape.width, shape.height)
  const width = Math.max(1, Math.round(shape.width * scale))
  const height = Math.max(1, Math.round(shape.height * scale))
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
  if (!context) throw new DOMException('There is no canvas.', 'NotSupportedError')
  context.imageSmoothingQuality = 'high'
  context.fillStyle = 'black'
  return (frame: VideoSample, time: number): Picture => {
    const fit = Math.min(width / frame.displayWidth, height / frame.displayHeight)
    const [drawnWidth, drawnHeight] = [frame.displayWidth * fit, frame.displayHeight * fit]
    context.fillRect(0, 0, width, height)
    const [x, y] = [(width - drawnWidth) / 2, (height - drawnHeight) / 2]
    frame.draw(context, x, y, drawnWidth, drawnHeight)
    return { time, width, pixels: context.getImageData(0, 0, width, height).data }
  }
}

/**
 * The pictures of the key frames at these times of a track, in seconds; `undefined` where there is no key frame. One
 * decoder decodes all of them, because starting a decoder takes longer than decoding a frame.
 */
export async function picturesOfKeyFrames(
  track: InputVideoTrack,
  times: readonly number[],
  take: ReturnType<typeof createPictureTaker>,
): Promise<(Picture | undefined)[]> {
  const packets = new EncodedPacketSink(track)
  const found: (number | undefined)[] = []
  for (const time of times)
    found.push((await packets.getKeyPacket(time, { verifyKeyPackets: true }))?.timestamp)
  const known = found.filter((time) => time !== undefined)
  const pictures = new Map<number, Picture>()
  let index = 0
  for await (const sample of new VideoSampleSink(track).samplesAtTimestamps(known)) {
    using frame = sample
    const time = known[index++]
    if (frame && time !== undefined) pictures.set(time, take(frame, time))
  }
  return found.map((time) => (time === undefined ? undefined : pictures.get(time)))
}
