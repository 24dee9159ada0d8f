import type { Locale } from './by-locale.ts'
import { regionalLocale } from './regional-locale.ts'

/** A text with a `{count}`, for each plural form of its language (CLDR plural categories). */
export type PluralMessage = { readonly other: string } & {
  readonly [Form in Intl.LDMLPluralRule]?: string
}

/** A text with placeholders in braces. */
export type Message = string | PluralMessage

/** The messages of one chunk in one language. */
export type Catalogue = Readonly<Record<string, Message>>

/** The type of a chunk in any language, derived from the chunk in English. */
export type Texts<English extends Catalogue> = {
  readonly [Key in keyof English]: English[Key] extends string ? string : PluralMessage
}

/** The placeholders of a message. */
export type Placeholder<Text> = Text extends string
  ? Text extends `${string}{${infer Name}}${infer Rest}`
    ? Name | Placeholder<Rest>
    : never
  : 'count' | Placeholder<Text[keyof Text]>

/** The keys of a chunk whose messages have no placeholder. */
export type PlainKey<English extends Catalogue> = {
  [Key in keyof English]: [Placeholder<English[Key]>] extends [never] ? Key : never
}[keyof English]

/** One sentence about the failure (`what`), and one about the next step (`todo`). */
export interface FailureText {
  what: string
  todo: string
}

/** Replaces the placeholders of a message. Formats numbers for the reader's region; `count` selects the plural form. */
export function formatMessage(
  message: Message,
  values: Readonly<Record<string, string | number>>,
  locale: Locale,
): string {
  const text =
    typeof message === 'string'
      ? message
      : (message[new Intl.PluralRules(locale).select(Number(values.count))] ?? message.other)
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name] ?? ''
    return typeof value === 'number'
      ? new Intl.NumberFormat(regionalLocale(locale)).format(value)
      : value
  })
}
