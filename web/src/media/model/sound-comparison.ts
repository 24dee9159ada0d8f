/** Root mean square below which a part is silent, of 1. */
const silence = 0.003

/** Share of the envelope that may be at another time. Encoding and drift correction change less than a tenth. */
const maxDifference = 0.45

/**
 * Whether two envelopes of the same part sound different: loudness at other times, or silence instead of sound. An
 * envelope is the loudness of short intervals. The overall loudness may differ, because a downmix changes it.
 */
export function soundsDifferent(found: readonly number[], expected: readonly number[]): boolean {
  const [loudFound, loudExpected] = [mean(found), mean(expected)]
  if (loudFound < silence && loudExpected < 2 * silence) return false
  if (loudExpected < silence && loudFound < 2 * silence) return false
  if (loudFound < silence || loudExpected < silence) return true
  const [a, b] = [smooth(found), smooth(expected)]
  const [totalFound, totalExpected] = [sum(a), sum(b)]
  const difference = sum(
    a.map((value, index) => Math.abs(value / totalFound - (b[index] ?? 0) / totalExpected)),
  )
  return difference / 2 > maxDifference
}

/** Averages each interval with its neighbours, so that a shift by a part of an interval has little effect. */
const smooth = (values: readonly number[]): number[] =>
  values.map((_, index) => mean(values.slice(Math.max(0, index - 1), index + 2)))

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

const mean = (values: readonly number[]): number => sum(values) / Math.max(1, values.length)
