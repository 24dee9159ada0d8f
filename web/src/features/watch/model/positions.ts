/** Positions where the viewer stopped, in seconds by file id, newest last. */
export type Positions = readonly (readonly [fileId: string, seconds: number])[]

/** Number of videos whose position is kept. */
const limit = 100

/** Seconds at the beginning and at the end of a video that nobody wants to return to. */
const margin = 10

/** Reads stored positions. Invalid entries are skipped. */
export function parsePositions(json: string | null): Positions {
  try {
    const stored: unknown = JSON.parse(json ?? '')
    if (!Array.isArray(stored)) return []
    return stored.filter(
      (entry): entry is [string, number] =>
        Array.isArray(entry) && typeof entry[0] === 'string' && Number.isFinite(entry[1]),
    )
  } catch {
    return []
  }
}

/** The position to continue at; 0 for the beginning. */
export const positionOf = (positions: Positions, fileId: string): number =>
  positions.findLast(([id]) => id === fileId)?.[1] ?? 0

/** The positions after the viewer has stopped at a time. Close to the beginning or the end, the video has none. */
export function withPosition(
  positions: Positions,
  fileId: string,
  time: number,
  duration: number,
): Positions {
  const others = positions.filter(([id]) => id !== fileId)
  const isInside = time >= margin && time <= duration - margin
  return isInside ? [...others, [fileId, Math.floor(time)] as const].slice(-limit) : others
}
