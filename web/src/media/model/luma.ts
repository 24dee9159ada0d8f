/** The luma of a frame, row by row. */
export interface Luma {
  width: number
  height: number
  /** Bytes from one row to the next. */
  stride: number
  data: Uint8Array
}

/** Pixels of the sides of the compared blocks, as in other implementations. */
const block = 8

/** Constants of the formula for 8 bits (Wang et al., 2004): (0.01 · 255)² and (0.03 · 255)². */
const [c1, c2] = [6.5025, 58.5225]

/**
 * Structural similarity of two frames of the same size: 1 for equal frames, the average of blocks of 8 × 8 pixels.
 * @returns 0 if the sizes differ
 */
export function ssimOf(found: Luma, expected: Luma): number {
  const { width, height } = expected
  if (found.width !== width || found.height !== height) return 0
  let [sum, count] = [0, 0]
  for (let y = 0; y + block <= height; y += block)
    for (let x = 0; x + block <= width; x += block) {
      sum += blockSsim(found, expected, x, y)
      count++
    }
  return count === 0 ? 1 : sum / count
}

function blockSsim(found: Luma, expected: Luma, x: number, y: number): number {
  let [sumA, sumB, squares, products] = [0, 0, 0, 0]
  for (let row = y; row < y + block; row++) {
    const [atA, atB] = [row * found.stride + x, row * expected.stride + x]
    for (let column = 0; column < block; column++) {
      const a = found.data[atA + column] ?? 0
      const b = expected.data[atB + column] ?? 0
      sumA += a
      sumB += b
      squares += a * a + b * b
      products += a * b
    }
  }
  const pixels = block * block
  const [meanA, meanB] = [sumA / pixels, sumB / pixels]
  const variances = squares / pixels - meanA * meanA - meanB * meanB
  const covariance = products / pixels - meanA * meanB
  return (
    ((2 * meanA * meanB + c1) * (2 * covariance + c2)) /
    ((meanA * meanA + meanB * meanB + c1) * (variances + c2))
  )
}

/** Scales a frame down by averaging pixels, as encoders do. Returns the frame itself if it has the size. */
export function scaleLuma(luma: Luma, width: number, height: number): Luma {
  if (luma.width === width && luma.height === height) return luma
  const data = new Uint8Array(width * height)
  const edges = (count: number, length: number) =>
    Uint32Array.from({ length: count + 1 }, (_, index) => Math.round((index * length) / count))
  const [columns, rows] = [edges(width, luma.width), edges(height, luma.height)]
  for (let y = 0; y < height; y++) {
    const [top, bottom] = [rows[y] ?? 0, rows[y + 1] ?? 0]
    for (let x = 0; x < width; x++) {
      const [left, right] = [columns[x] ?? 0, columns[x + 1] ?? 0]
      let sum = 0
      for (let row = top; row < bottom; row++)
        for (let at = row * luma.stride + left; at < row * luma.stride + right; at++)
          sum += luma.data[at] ?? 0
      data[y * width + x] = Math.round(sum / Math.max(1, (bottom - top) * (right - left)))
    }
  }
  return { width, height, stride: width, data }
}
