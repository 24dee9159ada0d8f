import type { texts } from '../locales/en/edit-control.ts'
import type { Texts } from '../message.ts'
import { chunkTranslator } from '../translator.ts'

type English = typeof texts

/** Translates the texts of the editor's part of a job card. */
export const tEditControl = chunkTranslator<English>(
  import.meta.glob<Texts<English>>('./*/edit-control.ts', {
    base: '../locales',
    eager: true,
    import: 'texts',
  }),
)
