/** Pseudo-random numbers that are determined by a seed (mulberry32). */
export function createRandom(seed: number) {
  let state = seed >>> 0
  /** 0 (inclusive) to 1 (exclusive). */
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    /** An integer from `min` to `max`, both included. */
    integer: (min: number, max: number) => min + Math.floor(next() * (max - min + 1)),
    /** Chooses an item with a probability that is proportional to its weight. */
    weighted<T extends { weight: number }>(all: readonly T[]): T {
      const total = all.reduce((sum, { weight }) => sum + weight, 0)
      let remaining = next() * total
      const found = all.find(({ weight }) => (remaining -= weight) < 0) ?? all[0]
      if (!found) throw new Error('There is nothing to choose from.')
      return found
    },
  }
}
export type Random = ReturnType<typeof createRandom>
