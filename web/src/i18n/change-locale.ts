import { locale } from './current-locale.ts'
import { reloadFailureTexts } from './failure-text.ts'
import { type Locale, storeLocale } from './languages.ts'

/** Changes the language of this page. If the page has failure texts, loads these in the new language before. */
export async function loadLocale(next: Locale): Promise<void> {
  await reloadFailureTexts(next)
  locale.value = next
}

/** Changes the language of this page and of the next visits. */
export async function setLocale(next: Locale): Promise<void> {
  await loadLocale(next)
  storeLocale(next)
}
