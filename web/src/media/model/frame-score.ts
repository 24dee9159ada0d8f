/** Positions of the compared frames in the first third of a video. The first frames are often black. */
const positions = [1 / 8, 3 / 8, 5 / 8, 7 / 8]

/** Times in seconds of the frames from which a cover is chosen, ascending. */
export const coverTimes = ({ start, end }: { start: number; end: number }): number[] =>
  positions.map((position) => start + ((end - start) / 3) * position)

/** A frame with this score or less has no visible content. */
export const minScore = 0.001

/**
 * Rates a frame as a cover: 0 for a frame of one colour, more for many details, and less if it is very dark or very
 * bright.
 * @param pixels RGBA, row by row
 * @param width pixels per row
 */
export function scoreOf(pixels: Uint8ClampedArray, width: number): number {
  const count = pixels.length / 4
  const channel = (offset: number) => (pixels[offset] ?? 0) / 255
  const brightness = Float64Array.from(
    { length: count },
    (_, index) =>
      0.299 * channel(index * 4) + 0.587 * channel(index * 4 + 1) + 0.114 * channel(index * 4 + 2),
  )
  const at = (index: number) => brightness[index] ?? 0
  let [sum, differences] = [0, 0]
  for (let index = 0; index < count; index++) {
    sum += at(index)
    if (index % width > 0) differences += Math.abs(at(index) - at(index - 1))
    if (index >= width) differences += Math.abs(at(index) - at(index - width))
  }
  const exposure = 1 - Math.abs(sum / count - 0.5) * 2
  return (differences / count) * exposure
}
