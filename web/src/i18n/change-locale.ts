import { loadCoreTexts } from './chunks/core.ts'
import { locale } from './current-locale.ts'
import { type Locale, storeLocale } from './languages.ts'
import { loadChunksInUse } from './text-chunk.ts'

let requested: Locale | undefined

/**
 * Changes the language of this page, after its texts are loaded. Rejects if they cannot be loaded; the language then
 * stays. A later call replaces an unfinished one.
 */
export async function loadLocale(next: Locale): Promise<void> {
  requested = next
  await Promise.all([loadCoreTexts(next), loadChunksInUse(next)])
  if (requested === next) locale.value = next
}

/** Changes the language of this page and of the next visits. */
export async function setLocale(next: Locale): Promise<void> {
  await loadLocale(next)
  storeLocale(next)
}
