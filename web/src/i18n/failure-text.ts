import { t } from './chunks/core.ts'
import type { texts } from './locales/en/failures.ts'
import type { FailureText } from './message.ts'
import { textChunk } from './text-chunk.ts'

/** A failure code that has a text. */
export type FailureCode = keyof typeof texts

const failures = textChunk(
  import.meta.glob<Readonly<Record<FailureCode, FailureText>>>('./*/failures.ts', {
    base: './locales',
    import: 'texts',
  }),
)

/** Loads the texts of failures. Until then, {@link failureText} reports a lost connection for every code. */
export const loadFailureTexts = failures.load

/** The text of a failure code in the page's language. */
export const failureText = (code: FailureCode): FailureText =>
  failures.current()?.[code] ?? { what: t('unreachable'), todo: t('checkConnection') }
