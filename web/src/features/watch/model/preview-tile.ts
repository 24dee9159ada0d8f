import type { Previews } from '@reelferry/contract'

/** The tile of a preview: the index of its image, and its place there in pixels. */
export interface Tile {
  image: number
  x: number
  y: number
}

/**
 * The tile that shows the video at a time, if all tiles show equally long parts.
 * @param imageSize size of an image in pixels, from which the number of its columns and rows follows
 * @returns `undefined` for sizes that contain no tile
 */
export function tileAt(
  time: number,
  duration: number,
  { images, width, height, count }: Previews,
  imageSize: { width: number; height: number },
): Tile | undefined {
  const columns = Math.floor(imageSize.width / width)
  const rows = Math.floor(imageSize.height / height)
  const tiles = columns * rows
  if (!(tiles > 0 && tiles < Infinity && count > 0 && duration > 0)) return undefined
  const index = Math.min(Math.max(Math.floor((time / duration) * count), 0), count - 1)
  const image = Math.floor(index / tiles)
  if (image >= images.length) return undefined
  const inImage = index % tiles
  return { image, x: (inImage % columns) * width, y: Math.floor(inImage / columns) * height }
}

/** A tile, and the second from which it shows the video. */
export type TimedTile = Tile & { start: number }

/** `00:01:02.500 --> 00:01:04.000`, then the image and the place of the tile. Hours may be absent. */
const cue = /^(?:(\d+):)?(\d\d):(\d\d\.\d{3}) +--> .*\n(.+)#xywh=(\d+),(\d+),\d+,\d+$/gm

const nameOf = (url: string) => url.replace(/[?#].*/, '').replace(/.*\//, '')

/**
 * Reads the tiles from a WebVTT file, in the order of their time. A tile whose image has another name than all `images`
 * is skipped.
 */
export function parseTimedTiles(webvtt: string, images: readonly string[]): TimedTile[] {
  const names = images.map(nameOf)
  const cues = webvtt.replaceAll('\r\n', '\n').matchAll(cue)
  return Array.from(cues, ([, hours = '0', minutes, seconds, url = '', x, y]) => ({
    start: Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds),
    image: names.indexOf(nameOf(url)),
    x: Number(x),
    y: Number(y),
  }))
    .filter(({ image }) => image >= 0)
    .toSorted((a, b) => a.start - b.start)
}
