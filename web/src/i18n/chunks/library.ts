import type { texts } from '../locales/en/library.ts'
import type { Texts } from '../message.ts'
import { translator } from '../translator.ts'

type English = typeof texts

/** Translates the texts of the library. */
export const tLibrary = translator<English>(
  import.meta.glob<Texts<English>>('./*/library.ts', {
    base: '../locales',
    eager: true,
    import: 'texts',
  }),
)
