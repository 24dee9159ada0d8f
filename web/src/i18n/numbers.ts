import { locale } from './current-locale.ts'
import { regionalLocale } from './regional-locale.ts'

/** Creating a format takes much longer than using it, and hundreds of videos are shown at once. */
const formats = new Map<string, Intl.NumberFormat>()

/** The number format of the page's language and the reader's region. */
export function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale.value + JSON.stringify(options)
  let format = formats.get(key)
  if (!format)
    formats.set(key, (format = new Intl.NumberFormat(regionalLocale(locale.value), options)))
  return format
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** The index of the unit for a number of bytes, which is also the power of 1000 in it. */
export const unitStep = (bytes: number) =>
  bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))

/** Digits after the decimal separator in a unit. */
export const fractionDigits = (step: number) => (step < 2 ? 0 : 1)

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
