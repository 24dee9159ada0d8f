import type { Session } from '@reelferry/contract'
import { changeTheme, storedTheme, themes } from '../composables/stored-theme.ts'
import { button, element } from '../features/watch/ui/elements.ts'
import { coreTexts } from '../i18n/chunks/core-texts.ts'
import type { Locale } from '../i18n/languages.ts'
import { formatMessage } from '../i18n/message.ts'

const pages = [
  ['studio', '/'],
  ['library', '/library'],
  ['help', '/help'],
] as const

/** Ends the session. The reload shows the page to a viewer. */
async function signOut(): Promise<void> {
  await fetch('/api/session', { method: 'DELETE' }).catch(() => undefined)
  location.reload()
}

/**
 * Adds the studio's navigation and the creator's menu to the bar of the watch page. The language select moves into the
 * menu.
 * @returns a function that changes the language
 */
export function showCreatorHeader(
  { creatorId, name }: Session['creator'],
  locale: Locale,
): (locale: Locale) => void {
  const brand = document.querySelector('.brand')
  const end = document.querySelector('.top .end')
  const language = document.querySelector('[data-language]')
  if (!brand || !end || !language) throw new Error('The watch page lacks an element.')

  const nav = element('nav', '')
  const links = pages.map(([key, path]) => {
    const link = element('a', key === 'help' ? 'wide-only' : '')
    link.href = path
    return { key, link }
  })
  nav.append(...links.map(({ link }) => link))

  const themeButtons = themes.map((theme) => ({
    theme,
    choice: button('', () => {
      changeTheme(theme)
      showTheme()
    }),
  }))
  const themeGroup = element('div', 'tabs', ...themeButtons.map(({ choice }) => choice))
  themeGroup.setAttribute('role', 'group')
  function showTheme(): void {
    const current = storedTheme()
    for (const { theme, choice } of themeButtons)
      choice.setAttribute('aria-pressed', String(theme === current))
  }

  const help = element('a', 'phone-only')
  help.href = '/help'
  const leave = button('', () => void signOut())
  leave.hidden = creatorId === 'local'
  const menu = element(
    'div',
    'menu account-menu',
    element('p', 'menu-title', name),
    themeGroup,
    element('hr', ''),
    help,
    leave,
  )
  menu.id = 'account-menu'
  menu.popover = 'auto'
  menu.setAttribute('role', 'group')
  const account = element('button', 'who', [...name][0]?.toUpperCase() ?? '')
  account.type = 'button'
  account.setAttribute('popovertarget', menu.id)

  function translate(next: Locale): void {
    const texts = coreTexts(next)
    nav.setAttribute('aria-label', texts.pages)
    for (const { key, link } of links) link.textContent = texts[key]
    const label = formatMessage(texts.account, { name }, next)
    account.setAttribute('aria-label', label)
    menu.setAttribute('aria-label', label)
    themeGroup.setAttribute('aria-label', texts.theme)
    for (const { theme, choice } of themeButtons) choice.textContent = texts[`themes.${theme}`]
    help.textContent = texts.help
    leave.textContent = texts.signOut
  }

  showTheme()
  translate(locale)
  // On a phone, the word gives its place to the navigation.
  brand.querySelector('[data-word]')?.classList.add('word')
  brand.after(nav)
  themeGroup.before(language)
  // A new element: the old one would get smaller, which counts as a layout shift.
  end.replaceWith(element('div', 'end', account, menu))
  return translate
}
