import { computed } from 'vue'
import { locale } from './index.ts'

/** Made once for each language: making one takes longer than showing a video of the library. */
const dates = computed(() => new Intl.DateTimeFormat(locale.value, { dateStyle: 'medium' }))

/** `Nov 24, 2026`; from Unix milliseconds. */
export const formatDate = (time: number): string => dates.value.format(time)

/** `1:02:03`, or `2:03` below an hour; from seconds. */
export function formatClock(seconds: number): string {
  const whole = Math.round(seconds)
  const parts = [Math.floor(whole / 60) % 60, whole % 60]
  if (whole >= 3600) parts.unshift(Math.floor(whole / 3600))
  return parts.map((part, index) => (index ? String(part).padStart(2, '0') : part)).join(':')
}
