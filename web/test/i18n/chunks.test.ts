import { expect, it } from 'vitest'
import { loadDetailsTexts, tDetails } from '../../src/i18n/chunks/details.ts'
import { loadEditorTexts, tEditor } from '../../src/i18n/chunks/editor.ts'
import { loadHelpTexts, tHelp } from '../../src/i18n/chunks/help.ts'
import { loadLibraryTexts, tLibrary } from '../../src/i18n/chunks/library.ts'
import { loadOperatorTexts } from '../../src/i18n/chunks/operator.ts'
import { playerTexts } from '../../src/i18n/chunks/player.ts'
import { loadQualityTexts, tQuality } from '../../src/i18n/chunks/quality.ts'
import { loadQueueTexts, tQueue } from '../../src/i18n/chunks/queue.ts'
import { loadRecorderTexts, tRecorder } from '../../src/i18n/chunks/recorder.ts'
import { loadReportTexts } from '../../src/i18n/chunks/report.ts'
import { loadSessionTexts, tSession } from '../../src/i18n/chunks/session.ts'
import { shareTexts } from '../../src/i18n/chunks/share.ts'
import { loadSkinTexts } from '../../src/i18n/chunks/skin.ts'
import { loadLocale } from '../../src/i18n/index.ts'
import { languageNames } from '../../src/i18n/languages.ts'

it('reports a text that is used before its chunk is loaded', () => {
  expect(() => tHelp('title')).toThrow('loaded')
})

it.each(Object.keys(languageNames))('finds every chunk in %s', async (locale) => {
  await loadLocale(locale)
  await Promise.all([
    loadDetailsTexts(),
    loadEditorTexts(),
    loadHelpTexts(),
    loadLibraryTexts(),
    loadQualityTexts(),
    loadQueueTexts(),
    loadRecorderTexts(),
    loadSessionTexts(),
  ])
  const texts = [
    tDetails('title'),
    tEditor('done'),
    tHelp('title'),
    tLibrary('search'),
    tQuality('custom'),
    tQueue('uploadAll'),
    tRecorder('record'),
    tSession('signIn'),
    (await loadOperatorTexts(locale)).title,
    playerTexts(locale).tryAgain,
    shareTexts(locale).share,
    (await loadReportTexts(locale)).report,
    (await loadSkinTexts(locale)).play,
  ]
  for (const text of texts) expect(text).toBeTruthy()
})
