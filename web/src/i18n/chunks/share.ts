import { byLocale } from '../by-locale.ts'
import type { texts } from '../locales/en/share.ts'

/** The texts of the watch page around its player, by language. */
export const shareTexts = byLocale(
  import.meta.glob<typeof texts>('./*/share.ts', {
    base: '../locales',
    eager: true,
    import: 'texts',
  }),
)
