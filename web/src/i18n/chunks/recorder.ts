import type { texts } from '../locales/en/recorder.ts'
import type { Texts } from '../message.ts'
import { chunkTranslator } from '../translator.ts'

type English = typeof texts

/** Translates the texts of the recorder. */
export const tRecorder = chunkTranslator<English>(
  import.meta.glob<Texts<English>>('./*/recorder.ts', {
    base: '../locales',
    eager: true,
    import: 'texts',
  }),
)
