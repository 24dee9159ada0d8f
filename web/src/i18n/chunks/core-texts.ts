import { byLocale } from '../by-locale.ts'
import type { texts } from '../locales/en/core.ts'
import type { Texts } from '../message.ts'

/** The texts of the studio's first screen, by language, for pages without Vue. */
export const coreTexts = byLocale(
  import.meta.glob<Texts<typeof texts>>('./*/core.ts', {
    base: '../locales',
    eager: true,
    import: 'texts',
  }),
)
