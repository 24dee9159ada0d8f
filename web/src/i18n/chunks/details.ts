import type { texts } from '../locales/en/details.ts'
import type { Texts } from '../message.ts'
import { chunkTranslator } from '../translator.ts'

type English = typeof texts

/** Translates the texts of a video's details. */
export const tDetails = chunkTranslator<English>(
  import.meta.glob<Texts<English>>('./*/details.ts', {
    base: '../locales',
    eager: true,
    import: 'texts',
  }),
)
