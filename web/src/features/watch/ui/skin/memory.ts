import { readStored, writeStored } from '../../adapters/stored.ts'
import { parsePositions, positionOf, withPosition } from '../../model/positions.ts'
import { parsePreferences, preferredSettings, type Preferences } from '../../model/preferences.ts'

const preferencesKey = 'reelferry.player'
const positionsKey = 'reelferry.positions'

/** The preferences of the viewer on this device. */
export function storedPreferences() {
  let preferences = parsePreferences(readStored(preferencesKey))
  return {
    get: () => preferences,
    /** Applies volume and speed, except where somebody has changed them already. */
    applyTo: (video: HTMLVideoElement) =>
      Object.assign(video, preferredSettings(preferences, video)),
    change(change: Partial<Preferences>): void {
      // Another tab may have changed other preferences meanwhile.
      preferences = { ...parsePreferences(readStored(preferencesKey)), ...preferences, ...change }
      writeStored(preferencesKey, preferences)
    },
  }
}

/** The position where the viewer stopped, seconds; 0 for the beginning. */
export const storedPosition = (fileId: string): number =>
  positionOf(parsePositions(readStored(positionsKey)), fileId)

/** Stores the position of a video. */
export function storePosition(fileId: string, { currentTime, duration }: HTMLVideoElement): void {
  if (!(duration > 0)) return
  const positions = parsePositions(readStored(positionsKey))
  const next = withPosition(positions, fileId, currentTime, duration)
  if (next.length > 0 || positions.length > 0) writeStored(positionsKey, next)
}
