import {
  Ban,
  type IconNode,
  Link2Off as LinkOff,
  Lock,
  RotateCw,
  SearchX,
  Trash2,
  TriangleAlert,
  WifiOff,
} from 'lucide'
import { pageSettings } from '../../../api/page-settings.ts'
import type { Locale } from '../../../i18n/languages.ts'
import { canRetry, type Notice, type NoticeKind } from '../model/video-state.ts'
import { spaceAfter } from '../../../i18n/sentences.ts'
import { playerTexts } from '../../../i18n/chunks/player.ts'
import { button, element, icon } from './elements.ts'

/** Notices without an icon show that something is running. */
const icons: Partial<Record<NoticeKind, IconNode>> = {
  rejected: Ban,
  failed: TriangleAlert,
  deleted: Trash2,
  private: Lock,
  'link-ended': LinkOff,
  unknown: SearchX,
  unreachable: WifiOff,
  unplayable: TriangleAlert,
}

/** The next step: one button or link at most. */
function nextStep(
  kind: NoticeKind,
  id: string,
  locale: Locale,
  onRetry: () => void,
): HTMLElement | undefined {
  const { tryAgain, openPage, signIn, toHome } = playerTexts(locale)
  const named = (text: string) => text.replace('{studio}', pageSettings.studio.name)
  if (canRetry(kind)) return button('button', onRetry, icon(RotateCw), tryAgain)
  const isFramed = window.parent !== window
  // In a frame of another site the browser does not send the viewer's session cookie.
  if (isFramed && kind === 'private') {
    const link = element('a', 'button', named(openPage))
    link.href = `/watch/${id}`
    link.target = '_blank'
    return link
  }
  // The site around a frame has its own navigation.
  if (isFramed || !icons[kind]) return undefined
  const link = element('a', 'button', kind === 'private' ? signIn : named(toHome))
  link.href = '/'
  return link
}

/** The title and the text of a notice, with the figures of an upload. */
function textsOf({ kind, progress }: Notice, locale: Locale) {
  const texts = playerTexts(locale)
  const { title, text } = texts.notices[kind]
  if (!progress) return { title, text }
  const percent = new Intl.NumberFormat(locale, { style: 'percent' }).format(progress.percent / 100)
  const time = timeLeftOf(progress.secondsLeft, locale)
  return {
    title: texts.uploadingPercent.replace('{percent}', percent),
    text: time ? `${time}${spaceAfter(time)}${text}` : text,
  }
}

/** A rounded time, because it is an estimate; `''` while it is unknown. */
function timeLeftOf(seconds: number | undefined, locale: Locale): string {
  if (seconds === undefined) return ''
  const { underAMinute, minutesLeft, hoursLeft } = playerTexts(locale)
  const minutes = Math.round(seconds / 60)
  if (minutes < 1) return underAMinute
  return minutes < 90
    ? minutesLeft.replace('{count}', String(minutes))
    : hoursLeft.replace('{count}', String(Math.round(minutes / 60)))
}

function contents(notice: Notice, id: string, locale: Locale, onRetry: () => void) {
  const { kind } = notice
  const { title, text } = textsOf(notice, locale)
  const node = icons[kind]
  const sign = node ? element('span', 'emblem', icon(node)) : element('span', 'spin')
  sign.setAttribute('aria-hidden', 'true')
  const step = nextStep(kind, id, locale, onRetry)
  return [
    sign,
    element('h1', '', title),
    ...(text ? [element('p', '', text)] : []),
    ...(step ? [step] : []),
  ]
}

/**
 * Shows a notice inside `host`, in a live region that screen readers announce. Keyboard focus stays in the notice.
 * @returns the title of the notice
 */
export function showNotice(host: HTMLElement, ...notice: Parameters<typeof contents>): string {
  const [shown, , locale] = notice
  const { title } = textsOf(shown, locale)
  const existing = host.querySelector<HTMLElement>(':scope > .player-notice')
  const hadFocus = host.contains(document.activeElement)
  const section = existing ?? element('section', 'player-notice')
  const fill = () => {
    section.replaceChildren(...contents(...notice))
    if (hadFocus) (section.querySelector<HTMLElement>('button, a') ?? section).focus()
  }
  if (existing) {
    fill()
    return title
  }
  section.setAttribute('role', 'status')
  section.tabIndex = -1
  host.replaceChildren(section)
  // Screen readers announce changes of a live region, but not the content that it is inserted with.
  setTimeout(() => {
    if (!section.hasChildNodes()) fill()
  })
  return title
}
