import { beforeEach, expect, it, vi } from 'vitest'
import { loadLocale } from '../../src/i18n/index.ts'
import { textChunk } from '../../src/i18n/text-chunk.ts'

const texts = (english: () => Promise<string>, chinese: () => Promise<string>) =>
  textChunk({ './en/x.ts': english, './zh-CN/x.ts': chinese, './zh-TW/x.ts': async () => '繁' })

beforeEach(() => loadLocale('en'))

it('loads the language of the page only', async () => {
  const chinese = vi.fn(async () => '简')
  const chunk = texts(async () => 'a', chinese)
  expect(chunk.current()).toBeUndefined()
  await chunk.load()
  expect(chunk.current()).toBe('a')
  expect(chinese).not.toHaveBeenCalled()
})

it('loads the other language before the page changes to it', async () => {
  const chunk = texts(
    async () => 'a',
    async () => '简',
  )
  await chunk.load()
  await loadLocale('zh-CN')
  expect(chunk.current()).toBe('简')
})

it('keeps the language of the page if a chunk cannot be loaded in the other one', async () => {
  const failed = vi.fn(async () => Promise.reject(new Error('offline')))
  const chunk = texts(async () => 'a', failed)
  await chunk.load()
  await expect(loadLocale('zh-CN')).rejects.toThrow('offline')
  expect(chunk.current()).toBe('a')
  failed.mockImplementation(async () => Promise.resolve('简') as Promise<never>)
  await loadLocale('zh-CN')
  expect(chunk.current()).toBe('简')
})

it('has the language that the page changed to while the chunk was loaded', async () => {
  const english = Promise.withResolvers<string>()
  const chunk = texts(
    () => english.promise,
    async () => '简',
  )
  const loading = chunk.load()
  const changing = loadLocale('zh-CN')
  english.resolve('a')
  await Promise.all([loading, changing])
  expect(chunk.current()).toBe('简')
})

it('shows the language that was chosen last', async () => {
  const chinese = Promise.withResolvers<string>()
  const chunk = texts(
    async () => 'a',
    () => chinese.promise,
  )
  await chunk.load()
  const first = loadLocale('zh-CN')
  await loadLocale('zh-TW')
  chinese.resolve('简')
  await first
  expect(chunk.current()).toBe('繁')
})
