import { embedCode, parseStart, startQuery } from '@reelferry/contract'
import { Check, CodeXml, Copy, type IconNode, Share, X } from 'lucide'
import { formatClock } from '../../../i18n/clock.ts'
import { shareTexts } from '../../../i18n/chunks/share.ts'
import type { Locale } from '../../../i18n/languages.ts'
import type { ReadyVideo } from '../model/video-state.ts'
import { button, element, icon } from './elements.ts'

/** How long a button shows that it has copied, in milliseconds. */
const confirmationMs = 2500

/** The keys that copy a selection on this device. */
const copyKeys = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘C' : 'Ctrl+C'

const readOnlyField = <K extends 'input' | 'textarea'>(name: K, label: string) => {
  const field = element(name, 'field')
  field.readOnly = true
  field.spellcheck = false
  field.setAttribute('aria-label', label)
  field.addEventListener('focus', () => field.select())
  return field
}

/**
 * Opens the share sheet of a video as a modal dialog in `host`: its link and its embed code, from the beginning or from
 * a position, and the apps of the device where the browser offers them.
 * @param time the position that the viewer is watching, seconds
 */
export function openShareSheet(
  host: HTMLElement,
  video: ReadyVideo,
  time: number,
  locale: Locale,
): void {
  if (host.querySelector('dialog')) return
  const texts = shareTexts(locale)
  const { origin } = location

  const heading = element('h2', '', texts.share)
  heading.id = 'share-heading'
  const status = element('p', 'visually-hidden')
  status.setAttribute('role', 'status')
  const link = readOnlyField('input', texts.link)
  const code = readOnlyField('textarea', texts.embed)
  const startsLater = element('input', '')
  startsLater.type = 'checkbox'
  const start = element('input', 'field num')
  Object.assign(start, { value: formatClock(Math.floor(time)), inputMode: 'numeric' })
  start.setAttribute('aria-label', texts.startTime)

  function update(): void {
    const seconds = startsLater.checked ? parseStart(start.value) : 0
    link.value = `${origin}/watch/${video.fileId}${startQuery(seconds)}`
    code.value = embedCode(origin, { ...video, start: seconds })
  }

  /** Replaces an invalid time by the beginning, and a time after the end by the last second. */
  function correctStart(): void {
    const end = video.duration > 0 ? Math.max(0, Math.ceil(video.duration) - 1) : Infinity
    start.value = formatClock(Math.min(parseStart(start.value), end))
    update()
  }

  startsLater.addEventListener('change', update)
  start.addEventListener('input', () => {
    startsLater.checked = true
    update()
  })
  start.addEventListener('change', correctStart)

  const copyButton = (
    className: string,
    node: IconNode,
    label: string,
    field: HTMLInputElement | HTMLTextAreaElement,
  ) => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const created = button(className, () => void copy(), icon(node), label)
    const copy = async () => {
      try {
        await navigator.clipboard.writeText(field.value)
      } catch {
        field.focus()
        status.className = ''
        status.textContent = texts.copyByHand.replace('{keys}', copyKeys)
        return
      }
      status.className = 'visually-hidden'
      status.textContent = texts.copied
      // The shorter text must not make the button narrower.
      created.style.minInlineSize = `${created.offsetWidth}px`
      created.replaceChildren(icon(Check), texts.copied)
      clearTimeout(timer)
      timer = setTimeout(() => created.replaceChildren(icon(node), label), confirmationMs)
    }
    return created
  }

  const copyLink = copyButton('button primary', Copy, texts.copyLink, link)
  copyLink.autofocus = true
  const closeButton = button('button quiet icon-only', () => dialog.close(), icon(X))
  closeButton.setAttribute('aria-label', texts.close)
  const actions = element(
    'div',
    'row',
    copyButton('button', CodeXml, texts.copyEmbed, code),
    ...('share' in navigator ? [moreApps()] : []),
  )

  function moreApps(): HTMLElement {
    const share = () => {
      // Rejects if the viewer closes the list of apps.
      navigator.share({ title: video.name, url: link.value }).catch(() => undefined)
    }
    return button('button quiet push', share, icon(Share), texts.moreApps)
  }

  const dialog = element(
    'dialog',
    'dialog share-sheet',
    element('header', '', heading, closeButton),
    element(
      'div',
      'share-body',
      element('div', 'share-link', link, copyLink),
      element(
        'div',
        'share-start',
        element('label', 'switch', startsLater, element('span', '', texts.startAt)),
        start,
      ),
      element('div', 'label', element('span', '', texts.embed), code),
      actions,
      status,
    ),
  )
  dialog.setAttribute('aria-labelledby', heading.id)
  dialog.addEventListener('close', () => dialog.remove())
  // A click on the backdrop has the dialog itself as its target.
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog) dialog.close()
  })
  update()
  host.append(dialog)
  dialog.showModal()
}
