import { locale } from './current-locale.ts'
import { type Catalogue, formatMessage, type Placeholder, type Texts } from './message.ts'
import { textChunk } from './text-chunk.ts'

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
 * Creates the translator of a chunk that is loaded on demand, and the function that loads it. Code that shows the texts
 * is loaded together with them. The translator throws an error before that.
 * @param files loaders of the chunk in all languages, as `import.meta.glob` returns them
 */
export function lazyTranslator<English extends Catalogue>(
  files: Record<string, () => Promise<Texts<English>>>,
) {
  const { current, load } = textChunk(files)
  const translate = translator<English>(() => {
    const texts = current()
    if (!texts) throw new Error('A text was used before its chunk was loaded.')
    return texts
  })
  return [translate, load] as const
}
