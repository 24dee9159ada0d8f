import { findingTexts as findingTextsEn } from '@reelferry/contract/operator'
import { operatorTexts } from '../i18n/chunks/operator.ts'
import type { Locale } from '../i18n/languages.ts'
import { findingTextsZh } from './finding-texts-zh.ts'

/** The texts of the page and of its findings in one language. */
export const textsIn = (locale: Locale) => ({
  ...operatorTexts(locale),
  findingTexts: locale === 'zh-CN' ? findingTextsZh : findingTextsEn,
})

export type Texts = ReturnType<typeof textsIn>
