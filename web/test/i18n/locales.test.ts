import { describe, expect, it } from 'vitest'
import { FailureCode } from '../../src/features/upload/job/failure.ts'
import { languageNames } from '../../src/i18n/languages.ts'

/** All files in `locales`, with their exports. */
const files = import.meta.glob<Record<string, unknown>>('../../src/i18n/locales/*/*.ts', {
  eager: true,
})

/** The chunks of one language by file name. */
const chunksOf = (locale: string) =>
  new Map(
    Object.entries(files)
      .filter(([path]) => path.includes(`/${locale}/`))
      .map(([path, exports]) => [path.split('/').at(-1), exports]),
  )

type Texts = string | { [key: string]: Texts }

/** Every text of a chunk by its path. A plural message is one text for each plural form. */
function textsOf(node: unknown, path = ''): Map<string, string> {
  if (typeof node === 'string') return new Map([[path, node]])
  const entries = Object.entries((node ?? {}) as Record<string, Texts>)
  return new Map(entries.flatMap(([key, value]) => [...textsOf(value, `${path}/${key}`)]))
}

const isPluralForm = (path: string) => /\/(zero|one|two|few|many|other)$/.test(path)
const messageOf = (path: string) => (isPluralForm(path) ? path.replace(/\/\w+$/, '') : path)
const sorted = (items: Iterable<string>) => [...new Set(items)].toSorted()
const placeholders = (text: string) => sorted(text.match(/\{\w+\}/g) ?? [])

const locales = Object.keys(languageNames)
const english = chunksOf('en')
const chunkNames = [...english.keys()].filter((name) => name !== 'meta.ts')

it('finds a language in every folder', () => {
  expect(locales).toEqual(expect.arrayContaining(['en', 'zh-CN', 'zh-TW']))
  expect(sorted(Object.keys(files).map((path) => path.split('/').at(-2) ?? ''))).toEqual(
    sorted(locales),
  )
})

describe.each(locales)('the language %s', (locale) => {
  const chunks = chunksOf(locale)

  it('has a BCP 47 tag in its canonical form', () => {
    expect(Intl.getCanonicalLocales(locale)).toEqual([locale])
  })

  it('has a name', () => {
    expect(languageNames[locale]?.trim()).toBeTruthy()
  })

  it('has the same chunks as English', () => {
    expect(sorted(chunks.keys() as Iterable<string>)).toEqual(
      sorted(english.keys() as Iterable<string>),
    )
  })

  describe.each(chunkNames)('in %s', (name) => {
    const texts = textsOf(chunks.get(name)?.texts)
    const originals = textsOf(english.get(name)?.texts)
    /** The text of the same message in English. */
    const originalOf = (path: string) =>
      originals.get(isPluralForm(path) ? `${messageOf(path)}/other` : path)

    it('has the same messages as English', () => {
      expect(sorted([...texts.keys()].map(messageOf))).toEqual(
        sorted([...originals.keys()].map(messageOf)),
      )
    })

    it('has no empty text', () => {
      const empty = [...texts].filter(([path, text]) => !text.trim() && originalOf(path)?.trim())
      expect(empty).toEqual([])
    })

    it('has the same placeholders as English', () => {
      for (const [path, text] of texts)
        expect(placeholders(text), path).toEqual(placeholders(originalOf(path) ?? ''))
    })

    it('has the plural forms of the language', () => {
      const { pluralCategories } = new Intl.PluralRules(locale).resolvedOptions()
      const plurals = [...texts.keys()].filter(isPluralForm)
      for (const message of new Set(plurals.map(messageOf)))
        expect(
          sorted(
            plurals
              .filter((path) => messageOf(path) === message)
              .map((path) => path.replace(/.*\//, '')),
          ),
        ).toEqual(sorted(pluralCategories))
    })
  })
})

describe('the failure texts', () => {
  const failures = (locale: string) =>
    Object.entries(
      chunksOf(locale).get('failures.ts')?.texts as Record<string, { what: string; todo: string }>,
    )
  /** One or two sentences of a language; a language without an entry is only checked for its shape. */
  const sentences: Record<string, RegExp> = {
    en: /^[A-Z].*?\.( [A-Z][^.]*\.)?$/,
    'zh-CN': /^[^。]+。$/,
    'zh-TW': /^[^。]+。$/,
  }

  it.each(locales)('state what happened and what to do, for each code, in %s', (locale) => {
    expect(sorted(failures(locale).map(([code]) => code))).toEqual(sorted(FailureCode.options))
    for (const [code, { what, todo }] of failures(locale))
      for (const text of [what, todo]) {
        expect(text.trim(), code).not.toBe('')
        expect(text, code).toMatch(sentences[locale] ?? /./)
      }
  })
})

/** Every text of a language, with the chunk and the path. */
const allTexts = (locale: string) =>
  [...chunksOf(locale)].flatMap(([name, chunk]) =>
    [...textsOf(chunk.texts)].map(([path, text]) => `${name}${path}: ${text}`),
  )
const withoutPath = (line: string) => line.replace(/^.*?: /, '')

/** Words for which the texts of a language have another one: one word for one thing, and the same form of address. */
const otherWords: Record<string, RegExp> = {
  en: /\b(?:operator|user|cancelled|colour|licence|subtitles?|log (?:in|out)|oops|fatal)\b|!/i,
  'zh-CN': /您|用户|运营|抹除|理由|登出/,
  'zh-TW': /您|用戶|營運|抹除|理由/,
}

it.each(Object.keys(otherWords))('one word is used for one thing in %s', (locale) => {
  expect(allTexts(locale).filter((line) => otherWords[locale]?.test(withoutPath(line)))).toEqual([])
})

describe('the texts in Chinese', () => {
  const mistakes: [string, RegExp][] = [
    [
      'a space next to a full-width mark',
      /[。，；：？！、（）“”「」] | [。，；：？！、（）“”「」]/,
    ],
    ['no space between Chinese and Latin', /\p{Script=Han}[a-z0-9{]|[a-z0-9%}]\p{Script=Han}/iu],
    ['a half-width mark next to Chinese', /\p{Script=Han}[,;:?!()"]|[,;?!()"]\p{Script=Han}/u],
  ]

  it.each(locales.filter((locale) => locale.startsWith('zh')))(
    'have the punctuation and the spaces of Chinese in %s',
    (locale) => {
      const texts = allTexts(locale)
      for (const [mistake, pattern] of mistakes)
        expect(
          texts.filter((line) => pattern.test(withoutPath(line))),
          mistake,
        ).toEqual([])
    },
  )

  it('have the words of Taiwan in zh-TW', () => {
    const ofMainland =
      /視頻|音頻|質量|鏈接|登錄|設置|默認|網絡|屏幕|攝像|緩存|字節|信息|點擊|搜索|加載|刷新|用戶|軟件|服務器|碼率|分辨率|菜單|粘貼|窗口|剪切|數據|規範|文稿/
    expect(allTexts('zh-TW').filter((line) => ofMainland.test(line))).toEqual([])
  })
})
