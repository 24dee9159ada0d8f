import { byLocale } from '../by-locale.ts'
import type { texts } from '../locales/en/player.ts'

/** The texts of the player's notices, by language. */
export const playerTexts = byLocale(
  import.meta.glob<typeof texts>('../locales/*/player.ts', { eager: true, import: 'texts' }),
)
