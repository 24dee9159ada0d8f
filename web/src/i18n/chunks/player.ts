import { byLocale } from '../by-locale.ts'
import type { texts } from '../locales/en/player.ts'

/** The texts of the player's notices, by language. */
export const playerTexts = byLocale(
  import.meta.glob<typeof texts>('./*/player.ts', {
    base: '../locales',
    eager: true,
    import: 'texts',
  }),
)
