import { beforeEach, describe, expect, it, vi } from 'vitest'
import { FailureCode } from '../../src/features/upload/job/failure.ts'
import { localeFor, storeLocale } from '../../src/i18n/languages.ts'
import { texts as en } from '../../src/i18n/locales/en/core.ts'
import { texts as enFailures } from '../../src/i18n/locales/en/failures.ts'
import { formatDuration, formatTimeLeft, spellTimeLeft } from '../../src/i18n/durations.ts'
import {
  failureText,
  formatBytes,
  loadFailureTexts,
  loadLocale,
  locale,
  setLocale,
  t,
} from '../../src/i18n/index.ts'
import { formatPartOfBytes } from '../../src/i18n/part-of-bytes.ts'
import { formatPercent } from '../../src/i18n/percent.ts'
import { loadQueueTexts } from '../../src/i18n/chunks/queue.ts'
import { regionalLocale } from '../../src/i18n/regional-locale.ts'
import { texts as zhFailures } from '../../src/i18n/locales/zh-CN/failures.ts'

beforeEach(async () => {
  await loadLocale('en')
  await loadQueueTexts()
})

describe('failure codes', () => {
  it('keep every code and its meaning, because journals and logs contain them', () => {
    expect(FailureCode.options).toEqual(expect.arrayContaining(permanentCodes))
  })
})

/** Codes may be added, but not removed. */
const permanentCodes = [
  'invalid-request',
  'invalid-name',
  'not-a-video',
  'format-not-supported',
  'empty-file',
  'file-too-large',
  'not-signed-in',
  'invite-invalid',
  'invite-expired',
  'invite-used',
  'not-permitted',
  'origin-not-allowed',
  'callback-refused',
  'route-not-found',
  'upload-not-found',
  'video-not-found',
  'video-private',
  'method-not-allowed',
  'upload-closed',
  'body-too-large',
  'daily-limit',
  'too-many-uploads',
  'too-many-requests',
  'internal-error',
  'not-configured',
  'issuer-unavailable',
  'vod-unavailable',
  'network-lost',
  'signature-expired',
  'signature-refused',
  'storage-refused',
  'session-expired',
  'file-unreadable',
  'processing-failed',
  'upload-abandoned',
  'compression-failed',
  'compression-not-loaded',
  'compression-stalled',
  'storage-full',
  'storage-unavailable',
  'request-blocked',
  'cover-failed',
  'cover-unreadable',
  'vod-refused',
  'unexpected',
]

describe('the current language', () => {
  it('changes for the page and for the next visit', async () => {
    await setLocale('zh-CN')
    expect(t('upload')).toBe('上传')
    expect(locale.value).toBe('zh-CN')
    expect(localStorage.getItem('reelferry.locale')).toBe('zh-CN')
  })

  it.each([
    [['zh-TW', 'en'], 'zh-TW'],
    [['zh-HK'], 'zh-TW'],
    [['zh-SG'], 'zh-CN'],
    [['tlh', 'EN-gb', 'zh'], 'en'],
    [['tlh'], 'en'],
    [[], 'en'],
    [['zh_CN'], 'en'],
  ])('for the preferred languages %j is %s', (wanted, found) => {
    expect(localeFor(wanted)).toBe(found)
  })

  const many = ['en', 'zh-CN', 'zh-TW', 'pt-BR', 'pt-PT', 'sr-Latn', 'sr']
  it.each([
    ['zh-TW', 'zh-TW'],
    ['zh-tw', 'zh-TW'],
    ['zh-HK', 'zh-TW'],
    ['zh-Hant', 'zh-TW'],
    ['zh-Hant-CN', 'zh-TW'],
    ['zh', 'zh-CN'],
    ['zh-SG', 'zh-CN'],
    ['zh-Hans-TW', 'zh-CN'],
    ['pt-PT', 'pt-PT'],
    ['pt', 'pt-BR'],
    ['pt-AO', 'pt-BR'],
    ['sr-Latn-RS', 'sr-Latn'],
    ['sr-RS', 'sr'],
    ['en-GB-oxendict', 'en'],
    ['not a tag', 'en'],
  ])('for %s, with more languages, is %s', (wanted, found) => {
    expect(localeFor([wanted], many)).toBe(found)
  })
})

describe('the text of a failure', () => {
  it('reports a lost connection until the texts are loaded', async () => {
    expect(failureText('empty-file')).toEqual({
      what: en.unreachable,
      todo: en.checkConnection,
    })
    await loadFailureTexts()
    expect(failureText('empty-file')).toBe(enFailures['empty-file'])
  })

  it('follows the language', async () => {
    await loadFailureTexts()
    await setLocale('zh-CN')
    expect(failureText('empty-file')).toBe(zhFailures['empty-file'])
  })
})

describe('numbers', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [52_428_800, '52.4 MB'],
    [1_500_000_000, '1.5 GB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text)
  })

  it.each([
    [0.2, '1 s'],
    [58.1, '59 s'],
    [59.1, '1 min'],
    [91, '2 min'],
    [3600, '1 h'],
    [7000, '1 h 57 min'],
  ])('%d s are %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text)
  })

  it.each([
    [0, 'Less than 10 s left'],
    [9.9, 'Less than 10 s left'],
    [10, 'About 10 s left'],
    [180, 'About 3 min left'],
    [5100, 'About 1 h 25 min left'],
  ])('%d s to go are "%s"', (seconds, text) => {
    expect(formatTimeLeft(seconds)).toBe(text)
  })

  it('spell the remaining time for screen readers', () => {
    expect(spellTimeLeft(3)).toBe('Less than 10 seconds left')
    expect(spellTimeLeft(180)).toBe('About 3 minutes left')
  })

  it('show a part of a size in the unit of the whole', () => {
    expect(formatPartOfBytes(0, 6_300_000)).toBe('0')
    expect(formatPartOfBytes(420_000, 6_300_000)).toBe('0.4')
  })

  it('have a space before the unit in Chinese', async () => {
    await loadLocale('zh-CN')
    expect(formatDuration(12)).toBe('12 秒')
    expect(formatTimeLeft(180)).toBe('约剩 3 分钟')
  })

  it('show 100% only when everything is done', () => {
    expect(formatPercent(99.9)).toBe('99%')
    expect(formatPercent(100)).toBe('100%')
  })
})

describe('numbers and dates', () => {
  it.each([
    ['en', 'en-GB', 'en-GB'],
    ['en', 'de-DE', 'en'],
    ['zh-TW', 'zh-HK', 'zh-HK'],
    ['zh-CN', 'zh-SG', 'zh-SG'],
    ['zh-CN', 'zh-TW', 'zh-CN'],
    ['en', 'not a tag', 'en'],
  ])('on a page in %s in the browser language %s have the format of %s', (page, browser, found) => {
    expect(regionalLocale(page, browser)).toBe(found)
  })
})

describe('storeLocale', () => {
  it('does not throw if the browser denies storage', () => {
    vi.stubGlobal('localStorage', {
      setItem() {
        throw new DOMException('denied', 'SecurityError')
      },
    })
    expect(() => storeLocale('zh-CN')).not.toThrow()
    vi.unstubAllGlobals()
  })
})
