import type { Locale } from './by-locale.ts'

/**
 * The locale for numbers and dates: the browser's, with the reader's region, if it has the language and the script of the
 * page; otherwise the page's.
 */
export function regionalLocale(page: Locale, browser: string = navigator.language): string {
  try {
    return scriptOf(browser) === scriptOf(page) ? browser : page
  } catch {
    // The browser's tag is not a BCP 47 tag.
    return page
  }
}

/** The language and the script of a tag: `zh-TW` is written in `zh-Hant`. */
function scriptOf(tag: string): string {
  const { language, script } = new Intl.Locale(tag).maximize()
  return `${language}-${script}`
}
