import { groupByLocale, type Locale } from './by-locale.ts'

export type { Locale }

const storageKey = 'reelferry.locale'

/** The name of each language in itself. */
export const languageNames = groupByLocale(
  import.meta.glob<string>('./*/meta.ts', { base: './locales', eager: true, import: 'name' }),
)

/** The language that was chosen on an earlier visit, otherwise the best match for the browser's languages. */
export function initialLocale(): Locale {
  try {
    const stored = localStorage.getItem(storageKey)
    if (stored && stored in languageNames) return stored
  } catch {
    // Some browsers deny storage to a page in a frame.
  }
  return localeFor(navigator.languages)
}

/**
 * The best match for the first wanted language that is available in any script or region, otherwise English.
 * @param wanted BCP 47 tags, the preferred one first
 */
export function localeFor(
  wanted: readonly string[],
  available: readonly Locale[] = Object.keys(languageNames),
): Locale {
  for (const tag of wanted)
    for (let prefix = maximize(tag); prefix; prefix = prefix.replace(/[^-]*-$/, '')) {
      const match = available.find((locale) => maximize(locale).startsWith(prefix))
      if (match) return match
    }
  return 'en'
}

/** Adds the script and the region that a tag implies, and a final hyphen: `zh-TW` becomes `zh-Hant-TW-`. */
function maximize(tag: string): string {
  try {
    tag = new Intl.Locale(tag).maximize().baseName
  } catch {
    // Not a BCP 47 tag.
  }
  return `${tag}-`
}

/** Stores the chosen language for the next visit, if the browser lets the page store anything. */
export function storeLocale(locale: Locale): void {
  try {
    localStorage.setItem(storageKey, locale)
  } catch {
    // The choice applies to this visit only.
  }
}
