import type { Locale } from '../../../i18n/languages.ts'
import { canRetry, type NoticeKind } from '../model/video-state.ts'
import { playerTexts } from '../../../i18n/chunks/player.ts'

const element = <K extends keyof HTMLElementTagNameMap>(
  name: K,
  className: string,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] => {
  const created = document.createElement(name)
  created.className = className
  created.append(...children)
  return created
}

function contents(
  kind: NoticeKind,
  fileId: string,
  locale: Locale,
  onRetry: () => void,
): HTMLElement[] {
  const { notices, tryAgain, openPage } = playerTexts(locale)
  const { title, text } = notices[kind]
  const all: HTMLElement[] = [element('h1', '', title), element('p', '', text)]
  if (kind === 'loading' || kind === 'processing') {
    const spinner = element('span', 'spin')
    spinner.setAttribute('aria-hidden', 'true')
    all.unshift(spinner)
  }
  if (canRetry(kind)) {
    const button = element('button', 'button primary', tryAgain)
    button.type = 'button'
    button.addEventListener('click', onRetry)
    all.push(button)
  }
  // In a frame of another site the browser does not send the viewer's session cookie.
  if (kind === 'private' && window.parent !== window) {
    const link = element('a', 'button', openPage)
    link.href = `/watch/${fileId}`
    link.target = '_blank'
    all.push(link)
  }
  return all
}

/** Shows a notice inside `host`, in a live region that screen readers announce. Keyboard focus stays in the notice. */
export function showNotice(
  host: HTMLElement,
  ...notice: [kind: NoticeKind, fileId: string, locale: Locale, onRetry: () => void]
): void {
  const existing = host.querySelector<HTMLElement>(':scope > .notice')
  const hadFocus = host.contains(document.activeElement)
  const section = existing ?? element('section', 'notice')
  const fill = () => {
    section.replaceChildren(...contents(...notice))
    if (hadFocus) (section.querySelector<HTMLElement>('button, a') ?? section).focus()
  }
  if (existing) return fill()
  section.setAttribute('role', 'status')
  section.tabIndex = -1
  host.replaceChildren(section)
  // Screen readers announce changes of a live region, but not the content that it is inserted with.
  setTimeout(() => {
    if (!section.hasChildNodes()) fill()
  })
}
