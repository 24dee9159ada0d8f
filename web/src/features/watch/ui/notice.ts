import { initialLocale } from '../../../i18n/choice.ts'
import { mayTryAgain, type NoticeKind } from '../model/video-state.ts'
import { texts } from './texts.ts'

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

/** What a player has to say instead of playing, and what can be done about it. */
export function notice(kind: NoticeKind, fileId: string, tryAgain: () => void): HTMLElement {
  const { notices, tryAgain: retry, openPage } = texts[initialLocale()]
  const { title, text } = notices[kind]
  const isBusy = kind === 'loading' || kind === 'processing'
  const section = element('section', 'notice')
  section.setAttribute('aria-busy', String(isBusy))
  if (isBusy) {
    const spinner = element('span', 'spinner')
    spinner.setAttribute('aria-hidden', 'true')
    section.append(spinner)
  }
  section.append(element('h1', '', title), element('p', '', text))
  if (mayTryAgain(kind)) {
    const button = element('button', 'button primary', retry)
    button.type = 'button'
    button.addEventListener('click', tryAgain)
    section.append(button)
  }
  // Inside another site's frame the browser keeps the viewer's session to itself.
  if (kind === 'private' && window.parent !== window) {
    const link = element('a', 'button', openPage)
    link.href = `/watch/${fileId}`
    link.target = '_blank'
    section.append(link)
  }
  return section
}
