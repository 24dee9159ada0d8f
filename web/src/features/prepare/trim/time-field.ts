import { locale } from '../../../i18n/index.ts'

/** Formats a time for display: `1:03.20`. */
export function clockTime(seconds: number): string {
  const hundredths = Math.round(seconds * 100)
  const whole = Math.floor(hundredths / 100)
  const twoDigits = (value: number) => String(value).padStart(2, '0')
  const minutes = Math.floor(whole / 60)
  const shown =
    minutes < 60 ? `${minutes}` : `${Math.floor(minutes / 60)}:${twoDigits(minutes % 60)}`
  return `${shown}:${twoDigits(whole % 60)}.${twoDigits(hundredths % 100)}`
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
