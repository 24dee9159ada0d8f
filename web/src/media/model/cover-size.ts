/** Maximum length of the longer side of a cover, in pixels. No page shows more. */
const maxSide = 1920

/** The size of a cover, in pixels: that of the picture, scaled down if necessary. */
export function coverSize({ width, height }: { width: number; height: number }): {
  width: number
  height: number
} {
  const scale = Math.min(1, maxSide / Math.max(width, height))
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  }
}
