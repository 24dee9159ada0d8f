import type { texts } from '../locales/en/details.ts'
import type { Texts } from '../message.ts'
import { lazyTranslator } from '../translator.ts'

type English = typeof texts

/** Translates the texts of the details of a video, and loads them. */
export const [tDetails, loadDetailsTexts] = lazyTranslator<English>(
  import.meta.glob<Texts<English>>('./*/details.ts', { base: '../locales', import: 'texts' }),
)
