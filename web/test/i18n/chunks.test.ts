import { expect, it } from 'vitest'
import { tDetails } from '../../src/i18n/chunks/details.ts'
import { tEditControl } from '../../src/i18n/chunks/edit-control.ts'
import { tEditor } from '../../src/i18n/chunks/editor.ts'
import { tHelp } from '../../src/i18n/chunks/help.ts'
import { tLibrary } from '../../src/i18n/chunks/library.ts'
import { loadOperatorTexts } from '../../src/i18n/chunks/operator.ts'
import { playerTexts } from '../../src/i18n/chunks/player.ts'
import { tQuality } from '../../src/i18n/chunks/quality.ts'
import { tQueue } from '../../src/i18n/chunks/queue.ts'
import { tRecorder } from '../../src/i18n/chunks/recorder.ts'
import { shareTexts } from '../../src/i18n/chunks/share.ts'
import { loadLocale } from '../../src/i18n/index.ts'
import { languageNames } from '../../src/i18n/languages.ts'

it.each(Object.keys(languageNames))('finds every chunk in %s', async (locale) => {
  await loadLocale(locale)
  const texts = [
    tDetails('title'),
    tEditControl('edit'),
    tEditor('done'),
    tHelp('title'),
    tLibrary('search'),
    tQuality('custom'),
    tQueue('uploadAll'),
    tRecorder('record'),
    (await loadOperatorTexts(locale)).title,
    playerTexts(locale).tryAgain,
    shareTexts(locale).share,
  ]
  for (const text of texts) expect(text).toBeTruthy()
})
