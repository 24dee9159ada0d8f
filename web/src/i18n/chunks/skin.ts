import { groupByLocale, type Locale } from '../by-locale.ts'
import type { texts } from '../locales/en/skin.ts'

/** The texts of the player's controls. */
export type SkinTexts = typeof texts

const loaders = groupByLocale(
  import.meta.glob<SkinTexts>('./*/skin.ts', { base: '../locales', import: 'texts' }),
)

/** Loads the texts of the player's controls in one language. Rejects if they cannot be loaded. */
export async function loadSkinTexts(locale: Locale): Promise<SkinTexts> {
  const load = loaders[locale]
  if (!load) throw new RangeError(locale)
  return load()
}
