import { t } from './chunks/core.ts'
import { locale } from './current-locale.ts'
import { regionalLocale } from './regional-locale.ts'

/** Creating a format takes much longer than using it, and hundreds of videos are shown at once. */
const formats = new Map<string, Intl.NumberFormat>()

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale.value + JSON.stringify(options)
  let format = formats.get(key)
  if (!format)
    formats.set(key, (format = new Intl.NumberFormat(regionalLocale(locale.value), options)))
  return format
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** The index of the unit for a number of bytes. */
const unitStep = (bytes: number) =>
  bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))

const fractionDigits = (step: number) => (step < 2 ? 0 : 1)

/** Formats bytes as `52.4 MB`; with `perSecond`, bytes per second as `52.4 MB/s`. */
export function formatBytes(bytes: number, perSecond = false): string {
  const step = unitStep(bytes)
  const unit = `${units[step]}${perSecond ? '-per-second' : ''}`
  const unitDisplay = step === 0 && !perSecond ? 'long' : 'short'
  const maximumFractionDigits = fractionDigits(step)
  return numberFormat({ style: 'unit', unit, unitDisplay, maximumFractionDigits }).format(
    bytes / 1000 ** step,
  )
}

/** Formats a part of `total` bytes without a unit, in the unit of the total: `2.1`, for `2.1 of 6.3 MB`. */
export function formatPartOfBytes(bytes: number, total: number): string {
  const step = unitStep(total)
  return numberFormat({ maximumFractionDigits: fractionDigits(step) }).format(bytes / 1000 ** step)
}

/** Splits seconds, rounded up, into at most two units. */
function partsOf(seconds: number) {
  const whole = Math.max(1, Math.ceil(seconds))
  if (whole < 60) return [{ unit: 'second', count: whole }] as const
  const minutes = Math.ceil(whole / 60)
  const parts = [
    { unit: 'hour', count: Math.floor(minutes / 60) },
    { unit: 'minute', count: minutes % 60 },
  ] as const
  return parts.filter(({ count }) => count > 0)
}

/** Formats seconds as `12 s`, `3 min` or `1 h 20 min`, rounded up. */
export const formatDuration = (seconds: number): string =>
  partsOf(seconds)
    .map(({ unit, count }) => t(`durations.${unit}s`, { count }))
    .join(' ')

/** Formats seconds as `1 hour 20 minutes`, rounded up, for screen readers. */
const spellDuration = (seconds: number): string =>
  partsOf(seconds)
    .map(({ unit, count }) =>
      numberFormat({ style: 'unit', unit, unitDisplay: 'long' }).format(count),
    )
    .join(' ')

/** Below this estimate, in seconds, the remaining time is not displayed as a number. */
const minTimeLeft = 10

const timeLeft = (seconds: number, format: (seconds: number) => string) =>
  seconds < minTimeLeft
    ? t('timeLeftUnder', { duration: format(minTimeLeft) })
    : t('timeLeft', { duration: format(seconds) })

/** Formats an estimate of the remaining time as `About 3 min left`. */
export const formatTimeLeft = (seconds: number): string => timeLeft(seconds, formatDuration)

/** Formats an estimate of the remaining time as `About 3 minutes left`, for screen readers. */
export const spellTimeLeft = (seconds: number): string => timeLeft(seconds, spellDuration)

/** Formats a difference in seconds as `+0.56 s`. */
export function formatShift(seconds: number): string {
  const format = numberFormat({ minimumFractionDigits: 2, maximumFractionDigits: 2 })
  return t('durations.seconds', {
    count: `${seconds < 0 ? '−' : '+'}${format.format(Math.abs(seconds))}`,
  })
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
