import { fill, formatNumber, locale } from './index.ts'

/** A text with a number in it, for each plural form of its language; `other` where it has but one. */
export type PluralText = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>

/** A text in the form that `count` takes, with `{count}` and other placeholders filled in. */
export function plural(
  count: number,
  text: PluralText,
  values: Record<string, string> = {},
): string {
  const form = new Intl.PluralRules(locale.value).select(count)
  return fill(text[form] ?? text.other, { ...values, count: formatNumber(count) })
}
