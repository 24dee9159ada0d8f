import type { texts } from '../locales/en/session.ts'
import type { Texts } from '../message.ts'
import { lazyTranslator } from '../translator.ts'

type English = typeof texts

/** Translates the texts of the pages for people who are not signed in, and loads them. */
export const [tSession, loadSessionTexts] = lazyTranslator<English>(
  import.meta.glob<Texts<English>>('./*/session.ts', { base: '../locales', import: 'texts' }),
)
