import { pageSettings } from '../api/page-settings.ts'
import { applyLook } from '../composables/look.ts'
import { initialLocale, storeLocale, languageNames, type Locale } from '../i18n/languages.ts'
import { shareTexts } from '../i18n/chunks/share.ts'
import { mountWatchPage } from '../features/watch/ui/watch-page.ts'

/** The watch page without the studio, for viewers who follow a link. */
const id = location.pathname.split('/').at(-1) ?? ''
const article = document.querySelector('article')
const language = document.querySelector<HTMLElement>('[data-language]')
const select = document.querySelector('select')
const skip = document.querySelector('.skip')
if (!article || !language || !select || !skip) throw new Error('The watch page lacks an element.')

applyLook()
let locale = initialLocale()
const page = mountWatchPage(article, id, locale, (name) => {
  document.title = [name, pageSettings.studio.name].filter(Boolean).join(' – ')
})
let translateExtras: ((locale: Locale) => void) | undefined

function setLanguage(next: Locale): void {
  locale = next
  const texts = shareTexts(next)
  document.documentElement.lang = next
  skip?.replaceChildren(texts.skip)
  select?.setAttribute('aria-label', texts.language)
  page.translate(next)
  translateExtras?.(next)
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
language.hidden = false

/** Adds what the page does not need before the first frame. */
async function addExtras(): Promise<void> {
  // If the code cannot be loaded, the page works without it.
  const code = await import('./watch-extras.ts').catch(() => undefined)
  translateExtras = code?.addExtras(page, id, () => locale)
}

// The first frame has priority: the `load` event of a page waits for the first frame of its videos.
if (document.readyState === 'complete') void addExtras()
else addEventListener('load', () => void addExtras(), { once: true })
