/** Translation and formats for the pages that use Vue. */
export { loadLocale, setLocale } from './change-locale.ts'
export { type CoreKey, t } from './chunks/core.ts'
export { locale } from './current-locale.ts'
export { failureText, loadFailureTexts } from './failure-text.ts'
export { formatBytes } from './numbers.ts'
export { spaceAfter } from './sentences.ts'
