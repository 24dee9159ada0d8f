/** How RGB is converted to luma and chroma. */
export interface YuvFormat {
  /** Weights of red and blue in luma (ITU-T H.273, 8.3). */
  red: number
  blue: number
  isFullRange: boolean
}

export const bt709: YuvFormat = { red: 0.2126, blue: 0.0722, isFullRange: false }
export const bt601: YuvFormat = { red: 0.299, blue: 0.114, isFullRange: false }
export const bt2020: YuvFormat = { red: 0.2627, blue: 0.0593, isFullRange: false }

/** Coefficients are multiplied by this power of two, so that integers are enough. */
const shift = 14
const half = 1 << (shift - 1)

/**
 * Converts RGBA to I420: a luma plane, then two chroma planes of half the width and height. A chroma sample is the
 * average of four pixels. Alpha is ignored.
 * @param width even
 * @param height even
 * @param planes receives the result: 1.5 bytes for each pixel
 */
export function rgbaToI420(
  rgba: Uint8ClampedArray,
  { width, height }: { width: number; height: number },
  format: YuvFormat,
  planes: Uint8Array,
): void {
  const { red, blue, isFullRange } = format
  const green = 1 - red - blue
  const [lumaScale, chromaScale, offset] = isFullRange ? [1, 1, 0] : [219 / 255, 224 / 255, 16]
  const fixed = (value: number) => Math.round(value * (1 << shift))
  const [yr, yg, yb] = [red, green, blue].map((weight) => fixed(weight * lumaScale)) as Weights
  const toBlue = (0.5 * chromaScale) / (1 - blue)
  const toRed = (0.5 * chromaScale) / (1 - red)
  const [ur, ug, ub] = [-red, -green, 1 - blue].map((weight) => fixed(weight * toBlue)) as Weights
  const [vr, vg, vb] = [1 - red, -green, -blue].map((weight) => fixed(weight * toRed)) as Weights
  const luma = offset * (1 << shift) + half
  // The sum of four pixels needs two more bits.
  const chroma = 128 * (1 << (shift + 2)) + 2 * half * 2
  const blueStart = width * height
  const redStart = blueStart + (width * height) / 4
  for (let row = 0; row < height; row += 2) {
    for (let column = 0; column < width; column += 2) {
      let r = 0
      let g = 0
      let b = 0
      // Plain loops and variables: this runs for every pixel.
      for (let pixel = 0; pixel < 4; pixel++) {
        const position = (row + (pixel >> 1)) * width + column + (pixel & 1)
        const pr = rgba[4 * position] ?? 0
        const pg = rgba[4 * position + 1] ?? 0
        const pb = rgba[4 * position + 2] ?? 0
        planes[position] = (yr * pr + yg * pg + yb * pb + luma) >> shift
        r += pr
        g += pg
        b += pb
      }
      const position = (row * width) / 4 + column / 2
      planes[blueStart + position] = (ur * r + ug * g + ub * b + chroma) >> (shift + 2)
      planes[redStart + position] = (vr * r + vg * g + vb * b + chroma) >> (shift + 2)
    }
  }
}

type Weights = [number, number, number]
