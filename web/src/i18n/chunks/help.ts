import type { texts } from '../locales/en/help.ts'
import type { Texts } from '../message.ts'
import { translator } from '../translator.ts'

type English = typeof texts

/** Translates the texts of the help page. */
export const tHelp = translator<English>(
  import.meta.glob<Texts<English>>('./*/help.ts', {
    base: '../locales',
    eager: true,
    import: 'texts',
  }),
)
