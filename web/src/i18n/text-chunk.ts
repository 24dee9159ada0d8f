import { shallowReactive } from 'vue'
import { byLocale, type Locale } from './by-locale.ts'
import { locale } from './current-locale.ts'

/** Functions that load a chunk in use in another language. */
const chunksInUse = new Set<(next: Locale) => Promise<void>>()

/** The texts of one chunk, loaded on demand and in one language at a time. */
export interface TextChunk<Texts> {
  /** The texts in the page's language; `undefined` until they are loaded. */
  current(): Texts | undefined
  /**
   * Loads the texts in the page's language. From then on, they are also loaded before the page changes its language.
   * Rejects if they cannot be loaded; the next call tries again.
   */
  load(): Promise<void>
}

/**
 * Creates a chunk of texts.
 * @param files loaders of the chunk in all languages, as `import.meta.glob` returns them
 */
export function textChunk<Texts>(files: Record<string, () => Promise<Texts>>): TextChunk<Texts> {
  const fileIn = byLocale(files)
  const loaded = shallowReactive<Record<Locale, Texts>>({})

  async function loadIn(next: Locale): Promise<void> {
    loaded[next] ??= await fileIn(next)()
  }

  return {
    current: () => loaded[locale.value],
    async load() {
      chunksInUse.add(loadIn)
      for (let requested = ''; requested !== locale.value;) await loadIn((requested = locale.value))
    },
  }
}

/** Loads all chunks in use in a language. Rejects if one of them cannot be loaded. */
export async function loadChunksInUse(next: Locale): Promise<void> {
  await Promise.all([...chunksInUse].map((load) => load(next)))
}
