import type { texts } from '../locales/en/help.ts'
import type { Texts } from '../message.ts'
import { chunkTranslator } from '../translator.ts'

type English = typeof texts

/** Translates the texts of the help page. */
export const tHelp = chunkTranslator<English>(
  import.meta.glob<Texts<English>>('./*/help.ts', {
    base: '../locales',
    eager: true,
    import: 'texts',
  }),
)
