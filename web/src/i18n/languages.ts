import { groupByLocale, type Locale } from './by-locale.ts'

export type { Locale }

const storageKey = 'reelferry.locale'

/** The name of each language in itself. */
export const languageNames = groupByLocale(
  import.meta.glob<string>('./locales/*/meta.ts', { eager: true, import: 'name' }),
)

/** The language that was chosen on an earlier visit, else the best match for the browser's languages. */
export function initialLocale(): Locale {
  const stored = storedLocale()
  return stored && stored in languageNames ? stored : localeFor(navigator.languages)
}

function storedLocale(): string | null {
  try {
    return localStorage.getItem(storageKey)
  } catch {
    // Some browsers deny storage to a page in a frame.
    return null
  }
}

/** The first wanted language (BCP 47 tags) that is available, else English. */
export function localeFor(wanted: readonly string[]): Locale {
  const all = Object.keys(languageNames)
  const found = wanted.map((tag) =>
    all.find((locale) => locale.split('-')[0] === tag.split('-')[0]?.toLowerCase()),
  )
  return found.find((locale) => locale !== undefined) ?? 'en'
}

/** Stores the chosen language for the next visit, if the browser lets the page store anything. */
export function storeLocale(locale: Locale): void {
  try {
    localStorage.setItem(storageKey, locale)
  } catch {
    // The choice applies to this visit only.
  }
}
