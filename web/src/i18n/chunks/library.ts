import type { texts } from '../locales/en/library.ts'
import type { Texts } from '../message.ts'
import { chunkTranslator } from '../translator.ts'

type English = typeof texts

/** Translates the texts of the library. */
export const tLibrary = chunkTranslator<English>(
  import.meta.glob<Texts<English>>('./*/library.ts', {
    base: '../locales',
    eager: true,
    import: 'texts',
  }),
)
