import type { texts } from '../locales/en/editor.ts'
import type { Texts } from '../message.ts'
import { lazyTranslator } from '../translator.ts'

type English = typeof texts

/** Translates the texts of the editor's dialog, and loads them. */
export const [tEditor, loadEditorTexts] = lazyTranslator<English>(
  import.meta.glob<Texts<English>>('./*/editor.ts', { base: '../locales', import: 'texts' }),
)
