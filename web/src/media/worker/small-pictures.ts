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

/** The picture of the key frame at a time of a track, in seconds; `undefined` if there is no key frame. */
export async function pictureOfKeyFrame(
  track: InputVideoTrack,
  timestamp: number,
  take: ReturnType<typeof createPictureTaker>,
): Promise<Picture | undefined> {
  const packet = await new EncodedPacketSink(track).getKeyPacket(timestamp, {
    verifyKeyPackets: true,
  })
  if (!packet) return undefined
  using frame = await new VideoSampleSink(track).getSample(packet.timestamp)
  return frame ? take(frame, packet.timestamp) : undefined
}
