import type { texts } from '../locales/en/quality.ts'
import type { Texts } from '../message.ts'
import { chunkTranslator } from '../translator.ts'

type English = typeof texts

/** Translates the texts of the quality choice. */
export const tQuality = chunkTranslator<English>(
  import.meta.glob<Texts<English>>('./*/quality.ts', {
    base: '../locales',
    eager: true,
    import: 'texts',
  }),
)
