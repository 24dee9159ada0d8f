/** BCP 47 tag of a language of the interface: the name of a folder in `locales`. */
export type Locale = string

/**
 * The files of one chunk, by language.
 * @param files the chunk in all languages, with paths relative to `locales`: `./zh-CN/core.ts`
 */
export const groupByLocale = <Chunk>(files: Record<string, Chunk>): Record<Locale, Chunk> =>
  Object.fromEntries(
    Object.entries(files).map(([path, chunk]) => [path.split('/')[1] ?? '', chunk]),
  )

/**
 * Creates a function that returns a chunk in one language. The function throws a RangeError if the language lacks the
 * chunk.
 */
export function byLocale<Chunk>(files: Record<string, Chunk>): (locale: Locale) => Chunk {
  const chunks = groupByLocale(files)
  return (locale) => {
    const chunk = chunks[locale]
    if (!chunk) throw new RangeError(locale)
    return chunk
  }
}
