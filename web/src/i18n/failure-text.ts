import { shallowRef } from 'vue'
import { byLocale } from './by-locale.ts'
import { t } from './chunks/core.ts'
import { locale } from './current-locale.ts'
import type { Locale } from './languages.ts'
import type { texts } from './locales/en/failures.ts'
import type { FailureText } from './message.ts'

/** A failure code that has a text. */
export type FailureCode = keyof typeof texts

type FailureTexts = Readonly<Record<FailureCode, FailureText>>

const loadIn = byLocale(
  import.meta.glob<FailureTexts>('./*/failures.ts', { base: './locales', import: 'texts' }),
)

const failures = shallowRef<FailureTexts>()

/** Loads the texts of failures. Until then, {@link failureText} reports a lost connection for every code. */
export async function loadFailureTexts(): Promise<void> {
  const requested = locale.value
  const loaded = await loadIn(requested)()
  if (requested !== locale.value) return loadFailureTexts()
  failures.value = loaded
}

/** Loads the texts in another language, if they were loaded before. If loading fails, the current texts stay. */
export async function reloadFailureTexts(next: Locale): Promise<void> {
  const current = failures.value
  if (current) failures.value = await loadIn(next)().catch(() => current)
}

/** The text of a failure code in the page's language. */
export const failureText = (code: FailureCode): FailureText =>
  failures.value?.[code] ?? { what: t('unreachable'), todo: t('checkConnection') }
