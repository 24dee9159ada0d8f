import { byLocale } from '../by-locale.ts'
import type { texts } from '../locales/en/operator.ts'

/** The texts of the operator page and its report, by language. */
export const operatorTexts = byLocale(
  import.meta.glob<typeof texts>('./*/operator.ts', {
    base: '../locales',
    eager: true,
    import: 'texts',
  }),
)
