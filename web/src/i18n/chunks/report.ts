import { groupByLocale, type Locale } from '../by-locale.ts'
import type { texts } from '../locales/en/report.ts'

/** The texts of a viewer's report. */
export type ReportTexts = typeof texts

const loaders = groupByLocale(
  import.meta.glob<ReportTexts>('./*/report.ts', { base: '../locales', import: 'texts' }),
)

/** Loads the texts of a viewer's report in one language. Rejects if they cannot be loaded. */
export async function loadReportTexts(locale: Locale): Promise<ReportTexts> {
  const load = loaders[locale]
  if (!load) throw new RangeError(locale)
  return load()
}
