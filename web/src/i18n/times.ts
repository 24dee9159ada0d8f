import { locale } from './index.ts'

/** Made once for each language: making one takes longer than showing a video of the library. */
const dates = new Map<string, Intl.DateTimeFormat>()

/** `Nov 24, 2026`; from Unix milliseconds. */
export function formatDate(time: number): string {
  let format = dates.get(locale.value)
  if (!format) {
    format = new Intl.DateTimeFormat(locale.value, { dateStyle: 'medium' })
    dates.set(locale.value, format)
  }
  return format.format(time)
}

/** `1:02:03`, or `2:03` below an hour; from seconds. */
export function formatClock(seconds: number): string {
  const whole = Math.round(seconds)
  const parts = [Math.floor(whole / 60) % 60, whole % 60]
  if (whole >= 3600) parts.unshift(Math.floor(whole / 3600))
  return parts.map((part, index) => (index ? String(part).padStart(2, '0') : part)).join(':')
}
