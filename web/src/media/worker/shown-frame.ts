import { CanvasSink } from 'mediabunny'
import { coverSize } from '../model/cover-size.ts'
import { timeTolerance } from '../model/trim.ts'
import { openMedia } from './open-media.ts'
import { startOf, videoTrackOf } from './source-tracks.ts'

/**
 * Returns the frame that is visible at `time`, in seconds from the first frame, as a JPEG of the size of a cover. The
 * timestamps of the file select it: a media element may still show another frame after a seek. Returns `undefined` if
 * there is no frame.
 */
export async function readShownFrame(file: Blob, time: number): Promise<Blob | undefined> {
  using input = openMedia(file, { from: 'slices' })
  const video = await videoTrackOf(input)
  if (!video) return undefined
  const size = coverSize({
    width: await video.getDisplayWidth(),
    height: await video.getDisplayHeight(),
  })
  const timestamp = (await startOf(input)) + time + timeTolerance
  const sink = new CanvasSink(video, { ...size, fit: 'fill' })
  const frame = await sink.getCanvas(Math.max(timestamp, await video.getFirstTimestamp()))
  if (!(frame?.canvas instanceof OffscreenCanvas)) return undefined
  const context = frame.canvas.getContext('2d')
  if (context) {
    // Transparent pixels would become black in a JPEG.
    context.globalCompositeOperation = 'destination-over'
    context.fillStyle = '#fff'
    context.fillRect(0, 0, size.width, size.height)
  }
  return frame.canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })
}
