import type { Locale } from '../../../i18n/languages.ts'
import { mayTryAgain, type NoticeKind } from '../model/video-state.ts'
import { playerTexts } from '../../../i18n/chunks/player.ts'

const element = <K extends keyof HTMLElementTagNameMap>(
  name: K,
  className: string,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] => {
  const made = document.createElement(name)
  made.className = className
  made.append(...children)
  return made
}

function contents(
  kind: NoticeKind,
  fileId: string,
  locale: Locale,
  tryAgain: () => void,
): HTMLElement[] {
  const { notices, tryAgain: retry, openPage } = playerTexts(locale)
  const { title, text } = notices[kind]
  const all: HTMLElement[] = [element('h1', '', title), element('p', '', text)]
  if (kind === 'loading' || kind === 'processing') {
    const spinner = element('span', 'spinner')
    spinner.setAttribute('aria-hidden', 'true')
    all.unshift(spinner)
  }
  if (mayTryAgain(kind)) {
    const button = element('button', 'button primary', retry)
    button.type = 'button'
    button.addEventListener('click', tryAgain)
    all.push(button)
  }
  // Inside another site's frame the browser keeps the viewer's session to itself.
  if (kind === 'private' && window.parent !== window) {
    const link = element('a', 'button', openPage)
    link.href = `/watch/${fileId}`
    link.target = '_blank'
    all.push(link)
  }
  return all
}

/**
 * Says inside `host` what a player has to say instead of playing, and what can be done about it, to those who listen,
 * too. The focus stays with what is said.
 */
export function showNotice(
  host: HTMLElement,
  ...notice: [kind: NoticeKind, fileId: string, locale: Locale, tryAgain: () => void]
): void {
  const said = host.querySelector<HTMLElement>(':scope > .notice')
  const hadFocus = host.contains(document.activeElement)
  const section = said ?? element('section', 'notice')
  const fill = () => {
    section.replaceChildren(...contents(...notice))
    if (hadFocus) (section.querySelector<HTMLElement>('button, a') ?? section).focus()
  }
  if (said) return fill()
  section.setAttribute('role', 'status')
  section.tabIndex = -1
  host.replaceChildren(section)
  // What a live region brings along is not read out, only what comes into it.
  setTimeout(() => {
    if (!section.hasChildNodes()) fill()
  })
}
