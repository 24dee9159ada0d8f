import { CanvasSink } from 'mediabunny'
import { openMedia } from './open-media.ts'
import { startOf, videoTrackOf } from './source-tracks.ts'

/** Height of a thumbnail in pixels, enough for high-density screens. */
const height = 128

/** Emits JPEG thumbnails of the frames at `times`: seconds from the first frame, ascending. */
export async function readThumbnails(
  file: Blob,
  times: readonly number[],
  onThumbnail: (index: number, picture: Blob) => void,
): Promise<void> {
  using input = openMedia(file, { from: 'slices' })
  const video = await videoTrackOf(input)
  if (!video) return
  const first = await startOf(input)
  const firstFrame = await video.getFirstTimestamp()
  const timestamps = times.map((time) => Math.max(first + time, firstFrame))
  const sink = new CanvasSink(video, { height, poolSize: 1 })
  let index = 0
  for await (const wrapped of sink.canvasesAtTimestamps(timestamps)) {
    if (wrapped?.canvas instanceof OffscreenCanvas)
      onThumbnail(index, await wrapped.canvas.convertToBlob({ type: 'image/jpeg', quality: 0.7 }))
    index++
  }
}
