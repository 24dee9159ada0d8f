/** Every language there is, by BCP 47 tag, under its own name. A third one begins here. */
export const languageNames = { en: 'English', 'zh-CN': '简体中文' } as const

export type Locale = keyof typeof languageNames

const storageKey = 'reelferry.locale'

const isLocale = (value: string | null): value is Locale => value !== null && value in languageNames

/** What was chosen here before; nothing where the browser lets a page keep nothing, as in some frames. */
function keptLocale(): string | null {
  try {
    return localStorage.getItem(storageKey)
  } catch {
    return null
  }
}

/** What was chosen here before, else the first language of the browser that there is, else English. */
export function initialLocale(): Locale {
  const chosen = keptLocale()
  return isLocale(chosen) ? chosen : localeFor(navigator.languages)
}

/** The first of some languages, by their tags, that there is, else English. */
export function localeFor(wanted: readonly string[]): Locale {
  const all = Object.keys(languageNames) as Locale[]
  const found = wanted.map((tag) =>
    all.find((locale) => locale.split('-')[0] === tag.split('-')[0]?.toLowerCase()),
  )
  return found.find((locale) => locale !== undefined) ?? 'en'
}

/** Keeps a choice for the next visit, where the browser lets a page keep anything. */
export function keepLocale(locale: Locale): void {
  try {
    localStorage.setItem(storageKey, locale)
  } catch {
    // It holds for this visit.
  }
}
