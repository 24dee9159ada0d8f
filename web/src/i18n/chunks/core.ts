import type { texts } from '../locales/en/core.ts'
import type { PlainKey, Texts } from '../message.ts'
import { translator } from '../translator.ts'

type English = typeof texts

export type CoreKey = PlainKey<English>

/** Translates the texts of the first screen, and words that several parts share. */
export const t = translator<English>(
  import.meta.glob<Texts<English>>('./*/core.ts', {
    base: '../locales',
    eager: true,
    import: 'texts',
  }),
)
