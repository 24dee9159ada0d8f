import type { texts } from '../locales/en/captions.ts'
import type { Texts } from '../message.ts'
import { lazyTranslator } from '../translator.ts'

type English = typeof texts

/** Translates the texts of the editor of captions, and loads them. */
export const [tCaptions, loadCaptionsTexts] = lazyTranslator<English>(
  import.meta.glob<Texts<English>>('./*/captions.ts', { base: '../locales', import: 'texts' }),
)
