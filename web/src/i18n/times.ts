import { computed } from 'vue'
import { locale } from './current-locale.ts'
import { regionalLocale } from './regional-locale.ts'

/** Created once per language, because creating it takes longer than rendering a card of the library. */
const dateFormat = computed(
  () => new Intl.DateTimeFormat(regionalLocale(locale.value), { dateStyle: 'medium' }),
)

/** Formats Unix milliseconds as `Nov 24, 2026`. */
export const formatDate = (time: number): string => dateFormat.value.format(time)

/** Formats Unix milliseconds as `Nov 24, 2026, 9:05 PM`. */
export const formatDateTime = (time: number): string =>
  new Intl.DateTimeFormat(regionalLocale(locale.value), {
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(time)

/** Formats seconds as `1:02:03`, or as `2:03` below an hour. */
export function formatClock(seconds: number): string {
  const total = Math.round(seconds)
  const parts = [Math.floor(total / 60) % 60, total % 60]
  if (total >= 3600) parts.unshift(Math.floor(total / 3600))
  return parts.map((part, index) => (index ? String(part).padStart(2, '0') : part)).join(':')
}
