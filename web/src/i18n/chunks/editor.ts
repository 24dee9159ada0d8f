import type { texts } from '../locales/en/editor.ts'
import type { Texts } from '../message.ts'
import { chunkTranslator } from '../translator.ts'

type English = typeof texts

/** Translates the texts of the editor's dialog. */
export const tEditor = chunkTranslator<English>(
  import.meta.glob<Texts<English>>('./*/editor.ts', {
    base: '../locales',
    eager: true,
    import: 'texts',
  }),
)
