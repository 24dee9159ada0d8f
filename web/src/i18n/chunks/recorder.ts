import type { texts } from '../locales/en/recorder.ts'
import type { Texts } from '../message.ts'
import { lazyTranslator } from '../translator.ts'

type English = typeof texts

/** Translates the texts of the recorder, and loads them. */
export const [tRecorder, loadRecorderTexts] = lazyTranslator<English>(
  import.meta.glob<Texts<English>>('./*/recorder.ts', { base: '../locales', import: 'texts' }),
)
