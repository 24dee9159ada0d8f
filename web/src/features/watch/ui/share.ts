import { embedCode } from '@reelferry/contract'
import type { Locale } from '../../../i18n/languages.ts'
import type { ReadyVideo } from '../model/video-state.ts'
import { shareTexts } from '../../../i18n/chunks/share.ts'

/** The keys that copy a selection on this device. */
const copyKeys = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘C' : 'Ctrl+C'

/** Shows a video's link and embed code in `host`, each with a button that copies it. */
export function showShare(host: HTMLElement, video: ReadyVideo, locale: Locale): void {
  const texts = shareTexts(locale)
  const status = document.createElement('p')
  status.setAttribute('role', 'status')
  status.className = 'visually-hidden'

  const line = (id: string, name: string, value: string, action: string) => {
    const label = document.createElement('label')
    label.htmlFor = id
    label.textContent = name
    const field = document.createElement('input')
    Object.assign(field, { id, value, readOnly: true })
    field.addEventListener('focus', () => field.select())
    const button = document.createElement('button')
    Object.assign(button, { type: 'button', className: 'button', textContent: action })
    const copy = async () => {
      try {
        await navigator.clipboard.writeText(value)
        button.textContent = status.textContent = texts.copied
        setTimeout(() => (button.textContent = action), 2000)
      } catch {
        field.focus()
        status.textContent = texts.copyByHand.replace('{keys}', copyKeys)
      }
    }
    button.addEventListener('click', () => void copy())
    const container = document.createElement('div')
    container.className = 'share-line'
    container.append(label, field, button)
    return container
  }

  const { origin } = location
  host.setAttribute('aria-label', texts.share)
  host.replaceChildren(
    line('share-link', texts.link, `${origin}/watch/${video.fileId}`, texts.copyLink),
    line('share-embed', texts.embed, embedCode(origin, video), texts.copyEmbed),
    status,
  )
}
