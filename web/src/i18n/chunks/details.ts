import type { texts } from '../locales/en/details.ts'
import type { Texts } from '../message.ts'
import { translator } from '../translator.ts'

type English = typeof texts

/** Translates the texts of a video's details. */
export const tDetails = translator<English>(
  import.meta.glob<Texts<English>>('./*/details.ts', {
    base: '../locales',
    eager: true,
    import: 'texts',
  }),
)
