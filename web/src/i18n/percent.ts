import { numberFormat } from './numbers.ts'

/** Formats a percentage as `42%`, rounded down, so that only a complete transfer shows 100%. */
export function formatPercent(percent: number): string {
  return numberFormat({ style: 'percent' }).format(Math.floor(percent) / 100)
}

/** Formats a percentage as `42 percent`, for screen readers. */
export function spellPercent(percent: number): string {
  return numberFormat({ style: 'unit', unit: 'percent', unitDisplay: 'long' }).format(
    Math.floor(percent),
  )
}
