import { groupByLocale, type Locale } from '../by-locale.ts'
import type { texts } from '../locales/en/operator.ts'

const loaders = groupByLocale(
  import.meta.glob<typeof texts>('./*/operator.ts', { base: '../locales', import: 'texts' }),
)

/**
 * Loads the texts of the operator page and its report in one language. They are half of its code, so the others are
 * not loaded. Rejects if they cannot be loaded.
 */
export async function loadOperatorTexts(locale: Locale): Promise<typeof texts> {
  const load = loaders[locale]
  if (!load) throw new RangeError(locale)
  return load()
}
