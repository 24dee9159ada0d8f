import type { texts } from '../locales/en/quality.ts'
import type { PlainKey, Texts } from '../message.ts'
import { translator } from '../translator.ts'

type English = typeof texts

export type QualityKey = PlainKey<English>

/** Translates the texts of the quality choice. */
export const tQuality = translator<English>(
  import.meta.glob<Texts<English>>('./*/quality.ts', {
    base: '../locales',
    eager: true,
    import: 'texts',
  }),
)
