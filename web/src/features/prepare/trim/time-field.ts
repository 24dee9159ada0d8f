import { locale } from '../../../i18n/index.ts'

const twoDigits = (value: number) => String(value).padStart(2, '0')

/** Formats a time for display: `1:03.20`. */
export function clockTime(seconds: number): string {
  const hundredths = Math.round(seconds * 100)
  return `${wholeClockTime(Math.floor(hundredths / 100))}.${twoDigits(hundredths % 100)}`
}

/** Formats a time without fractions: `1:03`. */
export function wholeClockTime(seconds: number): string {
  const whole = Math.floor(seconds)
  const minutes = Math.floor(whole / 60)
  const shown =
    minutes < 60 ? `${minutes}` : `${Math.floor(minutes / 60)}:${twoDigits(minutes % 60)}`
  return `${shown}:${twoDigits(whole % 60)}`
}

/** Parses a typed time: `1:03.2`, `63.2` or `1:00:03`. Returns seconds, or `undefined` for other texts. */
export function parseTime(text: string): number | undefined {
  const typed = text.trim().replace('，', '.').replace(',', '.').replaceAll('：', ':')
  const match = /^(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,6}(?:\.\d{0,3})?)$/.exec(typed)
  if (!match) return undefined
  const [hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0))
  return (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)
}

/** Formats a duration for screen readers and sentences: `1 minute 3.2 seconds`. */
export function spokenTime(seconds: number): string {
  const hundredths = Math.round(seconds * 100)
  const minutes = Math.floor(hundredths / 6000)
  const unit = (value: number, name: 'minute' | 'second') =>
    new Intl.NumberFormat(locale.value, {
      style: 'unit',
      unit: name,
      unitDisplay: 'long',
      maximumFractionDigits: 2,
    }).format(value)
  const rest = unit((hundredths - minutes * 6000) / 100, 'second')
  return minutes > 0 ? `${unit(minutes, 'minute')} ${rest}` : rest
}
