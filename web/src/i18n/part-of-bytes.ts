import { fractionDigits, numberFormat, unitStep } from './numbers.ts'

/** Formats a part of `total` bytes without a unit, in the unit of the total: `2.1`, for `2.1 of 6.3 MB`. */
export function formatPartOfBytes(bytes: number, total: number): string {
  const step = unitStep(total)
  return numberFormat({ maximumFractionDigits: fractionDigits(step) }).format(bytes / 1000 ** step)
}
