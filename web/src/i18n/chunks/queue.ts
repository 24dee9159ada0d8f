import type { texts } from '../locales/en/queue.ts'
import type { PlainKey, Texts } from '../message.ts'
import { chunkTranslator } from '../translator.ts'

type English = typeof texts

export type QueueKey = PlainKey<English>

/** Translates the texts of the upload queue. */
export const tQueue = chunkTranslator<English>(
  import.meta.glob<Texts<English>>('./*/queue.ts', {
    base: '../locales',
    eager: true,
    import: 'texts',
  }),
)
