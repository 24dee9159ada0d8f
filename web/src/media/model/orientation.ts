/** How a player turns the frames of a video track before it shows them. */
export interface Orientation {
  /** Degrees clockwise. */
  rotation: 0 | 90 | 180 | 270
  /** Whether the rotated frame is mirrored horizontally. */
  isFlipped: boolean
}

/** Rotation matrices are stored as rounded fixed-point numbers. */
const tolerance = 0.001

const rotations = [0, 90, 180, 270] as const

/**
 * The orientation of a display matrix (ISO/IEC 14496-12, 8.3.2; row-major, points are row vectors). The translation is
 * ignored, as in players, and so is a scale that is the same in both directions.
 * @returns `undefined` for another matrix: another angle, a shear, a stretch or a perspective
 */
export function orientationOf(matrix: readonly number[]): Orientation | undefined {
  const [a = 0, b = 0, u = 0, c = 0, d = 0, v = 0] = matrix
  const scale = Math.hypot(a, b)
  const isNear = (value: number, expected: number) =>
    Math.abs(value - expected) <= tolerance * scale
  if (scale === 0 || !isNear(u, 0) || !isNear(v, 0)) return undefined
  const isFlipped = a * d - b * c < 0
  const sign = isFlipped ? -1 : 1
  for (const rotation of rotations) {
    const [cos, sin] = [scale * Math.cos(radians(rotation)), scale * Math.sin(radians(rotation))]
    // The flip negates the first coordinate after the rotation.
    if (isNear(a, sign * cos) && isNear(b, sin) && isNear(c, sign * -sin) && isNear(d, cos))
      return { rotation, isFlipped }
  }
  return undefined
}

const radians = (degrees: number): number => (degrees / 180) * Math.PI
