/** The heights that a video can play in. */
export interface Qualities {
  /** Pixels, highest first. */
  heights: readonly number[]
  /** The chosen height; 0 for the automatic choice. */
  chosen: number
  /** The height that plays; 0 if unknown. */
  playing: number
}

/** Distinct known heights, highest first. */
export function sortedHeights(heights: readonly (number | undefined)[]): number[] {
  const known = heights.flatMap((height) => (height ? [height] : []))
  return [...new Set(known)].toSorted((a, b) => b - a)
}

/** Reads the heights of the streams of an HLS multivariant playlist (RFC 8216, `RESOLUTION`). */
export const playlistHeights = (playlist: string): number[] =>
  sortedHeights(
    [...playlist.matchAll(/^#EXT-X-STREAM-INF:.*\bRESOLUTION=\d+x(\d+)/gm)].map(([, height]) =>
      Number(height),
    ),
  )

/** The available height for a wanted one: the highest that is not higher, else the lowest. 0 for the automatic choice. */
export function heightFor(heights: readonly number[], wanted: number): number {
  if (wanted === 0) return 0
  return heights.find((height) => height <= wanted) ?? heights.at(-1) ?? 0
}
