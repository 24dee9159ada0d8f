/** The tiles of a video's preview image. All have the same size and show equally long parts. */
export interface TileLayout {
  count: number
  columns: number
  /** Size of a tile, pixels. */
  width: number
  height: number
}

/** Longer side of a tile, pixels. */
const longSide = 160
/** A ratio of 16 : 1 still has tiles of this side, the least that the Worker accepts. */
const minSide = 16

const maxTiles = 60
const maxColumns = 10

/** Seconds of the shortest part. */
const minPart = 1

/**
 * Arranges the tiles of a video: at most 60, one for each second of a short video.
 * @param size displayed size of the video
 * @param duration seconds
 */
export function layoutTiles(
  size: { width: number; height: number },
  duration: number,
): TileLayout | undefined {
  if (!(size.width > 0 && size.height > 0 && duration > 0)) return undefined
  const scale = longSide / Math.max(size.width, size.height)
  const count = Math.min(maxTiles, Math.max(1, Math.round(duration / minPart)))
  return {
    count,
    columns: Math.min(count, maxColumns),
    width: Math.max(minSide, Math.round(size.width * scale)),
    height: Math.max(minSide, Math.round(size.height * scale)),
  }
}

/** The middle of each tile's part, in seconds. */
export const tileTimes = ({ count }: TileLayout, start: number, duration: number): number[] =>
  Array.from({ length: count }, (_, index) => start + ((index + 0.5) * duration) / count)
