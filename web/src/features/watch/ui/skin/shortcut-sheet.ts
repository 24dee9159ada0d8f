import { X } from 'lucide'
import type { SkinTexts } from '../../../../i18n/chunks/skin.ts'
import { shortcutKeys } from '../../model/shortcut-list.ts'
import { button, element, icon } from '../elements.ts'

/** Opens the sheet of keyboard shortcuts as a modal dialog in `host`. */
export function openShortcutSheet(host: HTMLElement, texts: SkinTexts): void {
  if (host.querySelector('dialog')) return
  const heading = element('h2', '', texts.shortcuts)
  heading.id = 'skin-shortcuts'
  const closeButton = button('skin-button', () => dialog.close(), icon(X))
  closeButton.setAttribute('aria-label', texts.close)
  const rows = shortcutKeys.map(([name, keys]) =>
    element(
      'div',
      '',
      element('dt', '', texts.keys[name]),
      element(
        'dd',
        '',
        ...keys.map((key) => element('kbd', '', key === 'Space' ? texts.keys.space : key)),
      ),
    ),
  )
  const list = element('dl', '', ...rows)
  const dialog = element('dialog', 'skin-sheet', element('header', '', heading, closeButton), list)
  dialog.setAttribute('aria-labelledby', heading.id)
  dialog.addEventListener('close', () => dialog.remove())
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog) dialog.close()
  })
  host.append(dialog)
  dialog.showModal()
}
