import type { texts } from '../locales/en/quality.ts'
import type { Texts } from '../message.ts'
import { lazyTranslator } from '../translator.ts'

type English = typeof texts

/** Translates the texts of the quality choice, and loads them. */
export const [tQuality, loadQualityTexts] = lazyTranslator<English>(
  import.meta.glob<Texts<English>>('./*/quality.ts', { base: '../locales', import: 'texts' }),
)
