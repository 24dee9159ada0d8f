import { byLocale } from './by-locale.ts'
import { locale } from './current-locale.ts'
import { type Catalogue, formatMessage, type Placeholder, type Texts } from './message.ts'

/** Values for the placeholders of a message; nothing if it has none. */
type Values<Text> = [Placeholder<Text>] extends [never]
  ? []
  : [values: Readonly<Record<Placeholder<Text>, string | number>>]

/**
 * Creates a function that translates the messages of one chunk into the page's language.
 * @param currentTexts returns the chunk in the page's language
 */
export function translator<English extends Catalogue>(currentTexts: () => Texts<English>) {
  function translate<Key extends keyof English>(key: Key, ...values: Values<English[Key]>): string
  function translate(key: keyof English, values: Record<string, string | number> = {}): string {
    return formatMessage(currentTexts()[key], values, locale.value)
  }
  return translate
}

/**
 * Creates a translator of a chunk that contains all languages.
 * @param files the chunk in all languages, as `import.meta.glob` returns it
 */
export function chunkTranslator<English extends Catalogue>(files: Record<string, Texts<English>>) {
  const textsIn = byLocale(files)
  return translator<English>(() => textsIn(locale.value))
}
