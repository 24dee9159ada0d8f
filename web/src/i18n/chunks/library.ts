import type { texts } from '../locales/en/library.ts'
import type { Texts } from '../message.ts'
import { lazyTranslator } from '../translator.ts'

type English = typeof texts

/** Translates the texts of the library, and loads them. */
export const [tLibrary, loadLibraryTexts] = lazyTranslator<English>(
  import.meta.glob<Texts<English>>('./*/library.ts', { base: '../locales', import: 'texts' }),
)
