/** Chance that comes again with its seed (mulberry32). */
export function createRandom(seed: number) {
  let state = seed >>> 0
  /** From 0 to 1. */
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    /** A whole number from `least` to `most`. */
    integer: (least: number, most: number) => least + Math.floor(next() * (most - least + 1)),
    /** One of several, each as likely as its weight says. */
    weighted<T extends { weight: number }>(all: readonly T[]): T {
      const total = all.reduce((sum, { weight }) => sum + weight, 0)
      let left = next() * total
      const found = all.find(({ weight }) => (left -= weight) < 0) ?? all[0]
      if (!found) throw new Error('There is nothing to choose from.')
      return found
    },
  }
}
export type Random = ReturnType<typeof createRandom>
