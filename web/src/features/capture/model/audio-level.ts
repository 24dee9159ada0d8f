/** How loud something is, in a word. */
export type Loudness = 'silent' | 'quiet' | 'good' | 'loud'

/** Decibels below the loudest there is, at which a level reads 0. */
const floor = -60

/** The level of a moment of sound, between 0 and 1, even to the ear. `samples` are between -1 and 1. */
export function levelOf(samples: ArrayLike<number>): number {
  let sum = 0
  for (let index = 0; index < samples.length; index++) sum += (samples[index] ?? 0) ** 2
  const decibels = 10 * Math.log10(sum / samples.length)
  return Number.isNaN(decibels) ? 0 : Math.min(1, Math.max(0, 1 - decibels / floor))
}

/** The word for a level. */
export function loudnessOf(level: number): Loudness {
  if (level < 0.1) return 'silent'
  if (level < 0.4) return 'quiet'
  return level < 0.9 ? 'good' : 'loud'
}
