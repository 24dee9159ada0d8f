/** A small picture of a frame. */
export interface Picture {
  /** Time in the result, in seconds. */
  time: number
  width: number
  /** RGBA, row by row. */
  pixels: Uint8ClampedArray
}

/** Average difference of a channel, from 0 to 255, that encoding alone does not cause in such a small picture. */
const maxDifference = 14

/** Minimum correlation of brightness. Noise and blocks of an encoder lower it to about 0.95. */
const minCorrelation = 0.8

/** Variance of brightness below which a picture has no structure that could be compared. */
const minVariance = 20

/**
 * Whether two pictures of the same frame show something different: another colour or brightness, or the same at another
 * place.
 */
export function showsDifferent(found: Picture, expected: Picture): boolean {
  if (found.pixels.length !== expected.pixels.length) return true
  return (
    averageDifference(found.pixels, expected.pixels) > maxDifference ||
    correlation(lumaOf(found.pixels), lumaOf(expected.pixels)) < minCorrelation
  )
}

function averageDifference(found: Uint8ClampedArray, expected: Uint8ClampedArray): number {
  let sum = 0
  for (let index = 0; index < found.length; index++)
    if (index % 4 < 3) sum += Math.abs((found[index] ?? 0) - (expected[index] ?? 0))
  return sum / (found.length * 0.75)
}

/** Correlation from −1 to 1; 1 if both have no structure. */
function correlation(found: number[], expected: number[]): number {
  const [meanFound, meanExpected] = [mean(found), mean(expected)]
  let [shared, ownFound, ownExpected] = [0, 0, 0]
  for (const [index, value] of found.entries()) {
    const [a, b] = [value - meanFound, (expected[index] ?? 0) - meanExpected]
    shared += a * b
    ownFound += a * a
    ownExpected += b * b
  }
  const flat = minVariance * found.length
  if (ownFound < flat || ownExpected < flat) return 1
  return shared / Math.sqrt(ownFound * ownExpected)
}

const lumaOf = (pixels: Uint8ClampedArray): number[] =>
  Array.from({ length: pixels.length / 4 }, (_, index) => {
    const at = (channel: number) => pixels[4 * index + channel] ?? 0
    return 0.2126 * at(0) + 0.7152 * at(1) + 0.0722 * at(2)
  })

const mean = (values: number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
