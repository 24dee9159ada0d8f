import { shallowReactive } from 'vue'
import { byLocale, type Locale } from '../by-locale.ts'
import { locale } from '../current-locale.ts'
import { texts as english } from '../locales/en/core.ts'
import type { PlainKey, Texts } from '../message.ts'
import { translator } from '../translator.ts'

type English = typeof english
type CoreTexts = Texts<English>

export type CoreKey = PlainKey<English>

const loadIn = byLocale(
  import.meta.glob<CoreTexts>(['./*/core.ts', '!./en/core.ts'], {
    base: '../locales',
    import: 'texts',
  }),
)

/** The texts of each loaded language. English is a part of the first load; only one other language is ever needed. */
const loaded = shallowReactive<Record<Locale, CoreTexts>>({ en: english })

/** Loads the core texts in a language. Rejects if they cannot be loaded. */
export async function loadCoreTexts(next: Locale): Promise<void> {
  loaded[next] ??= await loadIn(next)()
}

/** Translates the texts of the first screen, and words that several parts share. English until they are loaded. */
export const t = translator<English>(() => loaded[locale.value] ?? english)
