import { computed } from 'vue'
import { locale } from './current-locale.ts'
import { regionalLocale } from './regional-locale.ts'

export { formatClock } from './clock.ts'

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
