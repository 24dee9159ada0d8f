import type { Previews } from '@reelferry/contract'

/** The tile of a preview: the index of its image, and its column and row there. */
export interface Tile {
  image: number
  column: number
  row: number
}

/**
 * The tile that shows the video at a time.
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
  return { image, column: inImage % columns, row: Math.floor(inImage / columns) }
}
