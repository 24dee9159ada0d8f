import type { texts as english } from '../i18n/locales/en/operator.ts'

/** The texts of the page in one language. */
export type Texts = typeof english
