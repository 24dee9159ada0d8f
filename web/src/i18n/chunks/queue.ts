import type { texts } from '../locales/en/queue.ts'
import type { PlainKey, Texts } from '../message.ts'
import { lazyTranslator } from '../translator.ts'

type English = typeof texts

export type QueueKey = PlainKey<English>

/** Translates the texts of the upload queue, and loads them. */
export const [tQueue, loadQueueTexts] = lazyTranslator<English>(
  import.meta.glob<Texts<English>>('./*/queue.ts', { base: '../locales', import: 'texts' }),
)
