import { applyAccent, pageSettings } from '../api/page-settings.ts'
import { initialLocale, storeLocale, languageNames, type Locale } from '../i18n/languages.ts'
import { shareTexts } from '../i18n/chunks/share.ts'
import { mountWatchPage } from '../features/watch/ui/watch-page.ts'

/** The watch page without the studio, for viewers who follow a link. */
const fileId = location.pathname.split('/').at(-1) ?? ''
const article = document.querySelector('article')
const select = document.querySelector('select')
const skip = document.querySelector('.skip')
if (!article || !select || !skip) throw new Error('The watch page lacks an element.')

applyAccent()
const locale = initialLocale()
const page = mountWatchPage(article, fileId, locale, (name) => {
  document.title = [name, pageSettings.studio.name].filter(Boolean).join(' – ')
})

function setLanguage(language: Locale): void {
  const texts = shareTexts(language)
  document.documentElement.lang = language
  skip?.replaceChildren(texts.skip)
  select?.setAttribute('aria-label', texts.language)
  page.translate(language)
}

for (const [tag, name] of Object.entries(languageNames)) {
  const option = new Option(name, tag, false, tag === locale)
  option.lang = tag
  select.append(option)
}
select.addEventListener('change', () => {
  const next = select.value
  storeLocale(next)
  setLanguage(next)
})
setLanguage(locale)
