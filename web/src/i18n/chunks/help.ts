import type { texts } from '../locales/en/help.ts'
import type { Texts } from '../message.ts'
import { lazyTranslator } from '../translator.ts'

type English = typeof texts

/** Translates the texts of the help page, and loads them. */
export const [tHelp, loadHelpTexts] = lazyTranslator<English>(
  import.meta.glob<Texts<English>>('./*/help.ts', { base: '../locales', import: 'texts' }),
)
