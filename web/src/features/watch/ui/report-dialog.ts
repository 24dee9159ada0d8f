import { Flag } from 'lucide'
import type { ReportCategory } from '@reelferry/contract'
import { loadReportTexts, type ReportTexts } from '../../../i18n/chunks/report.ts'
import type { Locale } from '../../../i18n/languages.ts'
import { sendReport } from '../adapters/send-report.ts'
import { button, element, icon } from './elements.ts'

const categories = [
  'sexual',
  'violence',
  'hate',
  'illegal',
  'rights',
  'something-else',
] satisfies ReportCategory[]

/** The contract's limit. It is not imported, because its module contains schemas that a viewer does not need. */
const maxLength = 250

/** Opens the form as a modal dialog in `host`. A report that was not sent stays in the form. */
function openReportDialog(host: HTMLElement, id: string, texts: ReportTexts): void {
  const heading = element('h2', '', texts.heading)
  heading.id = 'report-heading'
  let chosen: ReportCategory | undefined
  const choices = categories.map((category) => {
    const radio = element('input', '')
    Object.assign(radio, { type: 'radio', name: 'category', required: true })
    radio.addEventListener('change', () => (chosen = category))
    return element('label', 'report-choice', radio, texts.categories[category])
  })
  const details = element('textarea', 'field')
  details.maxLength = maxLength
  const status = element('p', 'report-status')
  status.setAttribute('role', 'status')
  const cancel = button('button quiet', () => dialog.close(), texts.cancel)
  const send = element('button', 'button primary', texts.send)
  const fields = element(
    'fieldset',
    'report-fields',
    element('legend', '', texts.question),
    ...choices,
    element('label', 'label', texts.details, details),
    element('p', 'muted small', texts.privacy),
  )
  const form = element('form', '', fields, status, element('div', 'row', cancel, send))

  async function submit(): Promise<void> {
    if (!chosen) return
    send.disabled = true
    const result = await sendReport(id, { category: chosen, text: details.value })
    send.disabled = false
    status.textContent = texts.results[result]
    if (result !== 'sent' && result !== 'unavailable') return
    fields.remove()
    send.remove()
    cancel.replaceChildren(texts.close)
    cancel.focus()
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void submit()
  })
  const dialog = element('dialog', 'dialog report-dialog', heading, form)
  dialog.setAttribute('aria-labelledby', heading.id)
  dialog.addEventListener('close', () => dialog.remove())
  host.append(dialog)
  dialog.showModal()
}

/**
 * Shows a button that reports the video to the operator.
 * @returns a function that changes the language
 */
export function showReportButton(
  place: HTMLElement,
  id: string,
  locale: Locale,
): (locale: Locale) => Promise<void> {
  let wanted = locale
  let texts: ReportTexts | undefined
  const open = button('button quiet slim', () => texts && openReportDialog(place, id, texts))
  async function translate(next: Locale): Promise<void> {
    wanted = next
    // Without its texts, the button keeps those it has.
    const loaded = await loadReportTexts(next).catch(() => texts)
    if (!loaded || next !== wanted) return
    texts = loaded
    open.replaceChildren(icon(Flag), texts.report)
    place.append(open)
  }
  void translate(locale)
  return translate
}
