import { CanvasSink } from 'mediabunny'
import { openMedia } from './open-media.ts'

/** Pixels of a thumbnail's height, for dense screens too. */
const height = 128

/** Tells small JPEGs of the frames at some moments, in seconds from the first frame, ascending. */
export async function readThumbnails(
  file: Blob,
  times: readonly number[],
  tell: (index: number, picture: Blob) => void,
): Promise<void> {
  using input = openMedia(file, { from: 'slices' })
  const video = await input.getPrimaryVideoTrack()
  if (!video) return
  const first = Math.max(0, await input.getFirstTimestamp())
  const firstFrame = await video.getFirstTimestamp()
  const moments = times.map((time) => Math.max(first + time, firstFrame))
  const sink = new CanvasSink(video, { height, poolSize: 1 })
  let index = 0
  for await (const wrapped of sink.canvasesAtTimestamps(moments)) {
    if (wrapped?.canvas instanceof OffscreenCanvas)
      tell(index, await wrapped.canvas.convertToBlob({ type: 'image/jpeg', quality: 0.7 }))
    index++
  }
}
