/** Category of a level. */
export type Loudness = 'silent' | 'quiet' | 'good' | 'loud'

/** Decibels relative to full scale at which the level is 0. */
const floor = -60

/** The loudness of samples between -1 and 1, as a level from 0 to 1 on a logarithmic scale. */
export function levelOf(samples: ArrayLike<number>): number {
  let sum = 0
  for (let index = 0; index < samples.length; index++) sum += (samples[index] ?? 0) ** 2
  const decibels = 10 * Math.log10(sum / samples.length)
  return Number.isNaN(decibels) ? 0 : Math.min(1, Math.max(0, 1 - decibels / floor))
}

/** The category of a level. */
export function loudnessOf(level: number): Loudness {
  if (level < 0.1) return 'silent'
  if (level < 0.4) return 'quiet'
  return level < 0.9 ? 'good' : 'loud'
}
