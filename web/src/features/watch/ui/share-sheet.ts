import { embedCode, parseStart, rangeQuery } from '@reelferry/contract'
import { Check, CodeXml, Copy, type IconNode, Share, X } from 'lucide'
import { formatClock } from '../../../i18n/clock.ts'
import { shareTexts } from '../../../i18n/chunks/share.ts'
import type { Locale } from '../../../i18n/languages.ts'
import { withLinkOfPage } from '../adapters/link-of-page.ts'
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
 * A time that the link contains if the viewer wants it. Typing a time chooses it.
 * @param seconds the time that is offered
 */
function timeChoice(label: string, fieldLabel: string, seconds: number, onInput: () => void) {
  const checkbox = element('input', '')
  checkbox.type = 'checkbox'
  const field = element('input', 'field num')
  Object.assign(field, { value: formatClock(Math.floor(seconds)), inputMode: 'numeric' })
  field.setAttribute('aria-label', fieldLabel)
  field.addEventListener('input', () => {
    checkbox.checked = true
    onInput()
  })
  return {
    row: element(
      'div',
      'share-time',
      element('label', 'switch', checkbox, element('span', '', label)),
      field,
    ),
    /** The chosen time; `undefined` if none is chosen. An invalid time is 0. */
    seconds: () => (checkbox.checked ? parseStart(field.value) : undefined),
    /** Replaces a time outside of these limits by the nearest one inside. */
    limit(from: number, to: number): void {
      const limited = Math.max(from, Math.min(parseStart(field.value), to))
      field.value = formatClock(Math.min(limited, to))
    },
  }
}

/**
 * Opens the share sheet of a video as a modal dialog in `host`: its link and its embed code, for the whole
 * video or a part of it, and the apps of the device where the browser offers them.
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
  const start = timeChoice(texts.startAt, texts.startTime, time, update)
  const end = timeChoice(texts.endAt, texts.endTime, video.duration, update)

  function update(): void {
    const range = { start: start.seconds() ?? 0, end: end.seconds() ?? Infinity }
    // Without the link, a private video would not play for the recipient.
    link.value = withLinkOfPage(`${origin}/watch/${video.id}${rangeQuery(range)}`)
    code.value = embedCode(origin, { ...video, ...range })
  }

  /** Replaces invalid times: the start is before the end of the video, and the end is after the start. */
  function correct(): void {
    const last = video.duration > 0 ? Math.ceil(video.duration) : Infinity
    start.limit(0, Math.max(0, last - 1))
    end.limit((start.seconds() ?? 0) + 1, last)
    update()
  }

  start.row.addEventListener('change', correct)
  end.row.addEventListener('change', correct)

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
      element('div', 'share-range', start.row, end.row),
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
