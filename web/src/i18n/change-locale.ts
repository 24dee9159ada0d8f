import { loadCoreTexts } from './chunks/core.ts'
import { locale } from './current-locale.ts'
import { reloadFailureTexts } from './failure-text.ts'
import { type Locale, storeLocale } from './languages.ts'

/**
 * Changes the language of this page. Loads its texts before, also those of failures if the page has them. Rejects if
 * they cannot be loaded; the language then stays.
 */
export async function loadLocale(next: Locale): Promise<void> {
  await loadCoreTexts(next)
  await reloadFailureTexts(next)
  locale.value = next
}

/** Changes the language of this page and of the next visits. */
export async function setLocale(next: Locale): Promise<void> {
  await loadLocale(next)
  storeLocale(next)
}
