import { maxBodyBytes } from '@reelferry/contract'
import { CanvasSink, EncodedPacketSink, type InputVideoTrack } from 'mediabunny'
import { layoutTiles, type TileLayout, tileTimes } from '../model/preview-tiles.ts'
import type { Trim } from '../model/trim.ts'
import type { PreviewImage } from '../model/worker-messages.ts'
import { openMedia } from './open-media.ts'
import { startOf, videoTrackOf } from './source-tracks.ts'

/** JPEG qualities, of which the first one whose image is small enough is used. */
const qualities = [0.7, 0.5, 0.35, 0.2]

/** Seconds of the longest video of which all frames may be decoded. Of longer ones, key frames are shown. */
const maxDecoded = 60

/**
 * Makes the preview image of a video. Returns `undefined` if it has no frames or no known duration, or if its image
 * would be larger than the Worker accepts.
 * @param trim the part of the video that is kept; absent for the whole video
 */
export async function makePreviewImage(
  file: Blob,
  trim: Trim | undefined,
): Promise<PreviewImage | undefined> {
  using input = openMedia(file, { from: 'slices' })
  const video = await videoTrackOf(input)
  const end = await input.getDurationFromMetadata()
  if (!video || end === null) return undefined
  const first = await startOf(input)
  const range = trim ?? { start: 0, end: end - first }
  const duration = range.end - range.start
  const size = { width: await video.getDisplayWidth(), height: await video.getDisplayHeight() }
  const layout = layoutTiles(size, duration)
  if (!layout) return undefined
  const middles = tileTimes(layout, first + range.start, duration)
  const times = duration > maxDecoded ? await keyFrameTimes(video, middles) : middles
  const canvas = await drawTiles(video, times, layout)
  const image = canvas && (await encode(canvas))
  return image && { image, layout }
}

/** The time of the key frame before each time, because the frames between need as long to decode as the whole video. */
async function keyFrameTimes(video: InputVideoTrack, times: number[]): Promise<number[]> {
  const packets = new EncodedPacketSink(video)
  const keyFrames: number[] = []
  for (const time of times) {
    const packet = await packets.getKeyPacket(time, { metadataOnly: true })
    keyFrames.push(packet?.timestamp ?? time)
  }
  return keyFrames
}

/** Draws the frames at `times`, ascending. Returns `undefined` if there is none. */
async function drawTiles(
  video: InputVideoTrack,
  times: number[],
  { columns, width, height }: TileLayout,
): Promise<OffscreenCanvas | undefined> {
  const firstFrame = await video.getFirstTimestamp()
  const rows = Math.ceil(times.length / columns)
  const canvas = new OffscreenCanvas(columns * width, rows * height)
  const context = canvas.getContext('2d')
  const sink = new CanvasSink(video, { width, height, fit: 'fill', poolSize: 1 })
  const timestamps = times.map((time) => Math.max(time, firstFrame))
  let [index, drawn] = [0, 0]
  for await (const frame of sink.canvasesAtTimestamps(timestamps)) {
    const [x, y] = [(index % columns) * width, Math.floor(index / columns) * height]
    index++
    if (!context || !frame) continue
    context.drawImage(frame.canvas, x, y)
    drawn++
  }
  return drawn > 0 ? canvas : undefined
}

async function encode(canvas: OffscreenCanvas): Promise<Blob | undefined> {
  for (const quality of qualities) {
    const image = await canvas.convertToBlob({ type: 'image/jpeg', quality })
    if (image.type === 'image/jpeg' && image.size <= maxBodyBytes.previews) return image
  }
  return undefined
}
