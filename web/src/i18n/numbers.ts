import { locale } from './current-locale.ts'

/** Creating a format takes much longer than using it, and hundreds of videos are shown at once. */
const formats = new Map<string, Intl.NumberFormat>()

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale.value + JSON.stringify(options)
  let format = formats.get(key)
  if (!format) formats.set(key, (format = new Intl.NumberFormat(locale.value, options)))
  return format
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** Formats bytes as `52.4 MB`; with `perSecond`, bytes per second as `52.4 MB/s`. */
export function formatBytes(bytes: number, perSecond = false): string {
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const unit = `${units[step]}${perSecond ? '-per-second' : ''}`
  const maximumFractionDigits = step < 2 ? 0 : 1
  const unitDisplay = step === 0 && !perSecond ? 'long' : 'short'
  return numberFormat({ style: 'unit', unit, unitDisplay, maximumFractionDigits }).format(
    bytes / 1000 ** step,
  )
}

/**
 * Formats seconds as `2 minutes`, rounded up. The unit is seconds below 90 s, hours from 90 min, otherwise minutes.
 */
export function formatDuration(seconds: number): string {
  const unit = seconds >= 5400 ? 'hour' : seconds >= 90 ? 'minute' : 'second'
  const length = { hour: 3600, minute: 60, second: 1 }[unit]
  return numberFormat({ style: 'unit', unit, unitDisplay: 'long' }).format(
    Math.max(1, Math.ceil(seconds / length)),
  )
}

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
