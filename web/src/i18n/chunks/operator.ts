import { byLocale } from '../by-locale.ts'
import type { texts } from '../locales/en/operator.ts'

/** The texts of the operator page and its report, by language. */
export const operatorTexts = byLocale(
  import.meta.glob<typeof texts>('../locales/*/operator.ts', { eager: true, import: 'texts' }),
)
