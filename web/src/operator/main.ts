import {
  type Examination,
  examineStudio,
  fillText,
  OperatorError,
  type OperatorErrorCode,
} from '@reelferry/contract/operator'
import { pageSettings } from '../api/page-settings.ts'
import { applyLook } from '../composables/look.ts'
import { loadOperatorTexts } from '../i18n/chunks/operator.ts'
import { initialLocale, languageNames, type Locale, storeLocale } from '../i18n/languages.ts'
import { formatMessage } from '../i18n/message.ts'
import { regionalLocale } from '../i18n/regional-locale.ts'
import { type CreatorTask, eraseCreator, exportCreator } from './creator-data.ts'
import { busyText, element } from './element.ts'
import { findingsView, metricsView, severityBadge, verdict } from './report-view.ts'
import { createReviewSection, type ReviewSection } from './review-section.ts'
import { createStatisticsSection, type StatisticsSection } from './statistics-section.ts'
import { studioClient } from './studio-client.ts'
import type { Texts } from './texts.ts'
import { type TimeRange, timeRanges } from './time-range.ts'

applyLook()

/** An element of operator.html, by its `data-part`. */
function part<E extends HTMLElement = HTMLElement>(name: string): E {
  const found = document.querySelector<E>(`[data-part="${name}"]`)
  if (!found) throw new Error(`operator.html has no part "${name}".`)
  return found
}

const secretField = document.querySelector<HTMLInputElement>('#secret')
const creatorField = document.querySelector<HTMLInputElement>('#who')
const languageSelect = document.querySelector('select')
if (!secretField || !creatorField || !languageSelect)
  throw new Error('operator.html is not complete.')

/** The sections of the page, which are also the anchors of the links to them. */
const sections = ['health', 'reviews', 'numbers', 'creators']

/**
 * The time between entering the secret and leaving. The secret is only in memory: scripts of this origin could read
 * a storage, and browsers write session storage to disk to restore closed tabs.
 */
interface Visit {
  secret: string
  /** Aborts when the operator leaves. */
  ended: AbortController
  reviews: ReviewSection
  statistics: StatisticsSection
  /** Absent until the report arrives. */
  examination?: Examination | undefined
  /** Unix ms of the report. */
  examinedAt: number
  state: 'examining' | 'done' | 'failed'
}

let locale: Locale = initialLocale()
let texts: Texts = await loadOperatorTexts(locale)
let visit: Visit | undefined
let errorCode: OperatorErrorCode | undefined
let creatorStatus: (texts: Texts) => string = () => ''
let range: TimeRange = 'month'

const formatNumber = (value: number) => new Intl.NumberFormat(regionalLocale(locale)).format(value)

/** Renders the whole state of the page. */
function render(): void {
  document.documentElement.lang = locale
  document.title = `${texts.title} – ${pageSettings.studio.name}`
  languageSelect?.setAttribute('aria-label', texts.language)
  const textOf = new Map<string | undefined, unknown>(Object.entries(texts))
  for (const element of document.querySelectorAll<HTMLElement>('[data-text]')) {
    const text = textOf.get(element.dataset.text)
    if (typeof text === 'string') element.textContent = text
  }
  renderError(texts)
  part('sign-in').hidden = visit !== undefined
  for (const name of ['sections', 'leave', 'badge']) part(name).hidden = visit === undefined
  part('sections').setAttribute('aria-label', texts.sections)
  part('ranges').setAttribute('aria-label', texts.range)
  renderSections()
  announce('creator-status', creatorStatus(texts))
  renderEraseTitle()
  if (visit) renderVisit(visit, texts)
}

const renderEraseTitle = () => {
  part('erase-title').textContent = fillText(texts.eraseTitle, { who: creatorField.value.trim() })
}

/** Shows the section of the address, by default the first one. */
function renderSections(): void {
  const wanted = location.hash.slice(1)
  const current = sections.includes(wanted) ? wanted : sections[0]
  if (current === 'reviews') visit?.reviews.open()
  if (current === 'numbers') visit?.statistics.open()
  for (const section of document.querySelectorAll<HTMLElement>('[data-section]'))
    section.hidden = !visit || section.dataset.section !== current
  for (const link of part('sections').querySelectorAll('a'))
    if (link.hash === `#${current}`) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
}

/** Sets the text of a live region if it differs: screen readers read it again whenever it is set. */
function announce(region: string, text: string): void {
  const element = part(region)
  if (element.textContent !== text) element.textContent = text
}

/** Replaces the content of a part. Its `<details>` stays open if it is. */
function replaceContent(name: string, content: HTMLElement[]): void {
  const isOpen = part(name).querySelector('details')?.open ?? false
  part(name).replaceChildren(...content)
  part(name).querySelector('details')?.toggleAttribute('open', isOpen)
}

function renderError({ errors }: Texts): void {
  const text = errorCode ? errors[errorCode] : ''
  part('trouble').className = text && 'trouble'
  announce('trouble', text)
  secretField?.setAttribute('aria-invalid', String(errorCode === 'wrong-secret'))
}

function renderVisit({ examination, examinedAt, state }: Visit, texts: Texts): void {
  part<HTMLButtonElement>('check').disabled = state === 'examining' && !errorCode
  if (!examination) {
    const busy = () => (errorCode ? [] : [busyText(texts.checking)])
    part('checked').textContent = ''
    part('badge').replaceChildren()
    part('findings').replaceChildren(...busy())
    part('uploads').replaceChildren(...busy())
    announce('status', errorCode ? '' : texts.checking)
    return
  }
  const { findings, metrics } = examination
  const summary = verdict(findings, texts, locale)
  const format = new Intl.DateTimeFormat(regionalLocale(locale), { timeStyle: 'short' })
  part('checked').textContent =
    `${summary} · ${fillText(texts.checkedAt, { time: format.format(examinedAt) })}`
  announce('status', summary)
  part('badge').replaceChildren(severityBadge(findings, texts))
  replaceContent('findings', findingsView(findings, texts, locale))
  const progress = {
    examining: [busyText(fillText(texts.counting, { count: formatNumber(metrics.opened) }))],
    failed: [element('p', { className: 'trouble' }, texts.stoppedCounting)],
    done: [],
  }[state]
  const view = { range, now: examinedAt, texts, locale }
  replaceContent('uploads', [...progress, ...metricsView(examination, view)])
  for (const button of part('ranges').querySelectorAll('button')) {
    const isChosen = button.value === range
    button.setAttribute('aria-pressed', String(isChosen))
  }
}

/** The code of an error, `undefined` if the operator has aborted the request. */
function errorCodeOf(error: unknown, signal: AbortSignal): OperatorErrorCode | undefined {
  if (signal.aborted) return undefined
  if (error instanceof OperatorError) return error.code
  throw error
}

/** Examines the studio and renders each intermediate state. */
async function examine(current: Visit): Promise<void> {
  Object.assign(current, { examination: undefined, state: 'examining' })
  errorCode = undefined
  render()
  const { signal } = current.ended
  try {
    for await (const examination of examineStudio(studioClient(current.secret, signal), Date.now)) {
      current.examination = examination
      current.examinedAt = Date.now()
      if (examination.isComplete) current.state = 'done'
      render()
    }
  } catch (error) {
    if (current !== visit) return
    current.state = 'failed'
    errorCode = errorCodeOf(error, signal)
    if (errorCode === 'wrong-secret') leave()
    else render()
  }
}

function leave(): void {
  visit?.ended.abort()
  visit = undefined
  for (const name of ['reviews', 'statistics']) part(name).replaceChildren()
  creatorStatus = () => ''
  render()
  secretField?.focus()
}

part('sign-in').addEventListener('submit', (event) => {
  event.preventDefault()
  const ended = new AbortController()
  const secret = secretField.value
  const client = studioClient(secret, ended.signal)
  const view = () => ({ texts, locale })
  const reviews = createReviewSection(part('reviews'), client, view)
  const statistics = createStatisticsSection(part('statistics'), client, view)
  visit = { secret, ended, reviews, statistics, examinedAt: Date.now(), state: 'examining' }
  secretField.value = ''
  void examine(visit)
  document.querySelector<HTMLElement>('#content')?.focus()
})
part('check').addEventListener('click', () => visit && void examine(visit))
part('leave').addEventListener('click', () => {
  errorCode = undefined
  leave()
})
window.addEventListener('hashchange', renderSections)
for (const value of timeRanges) {
  const button = element('button', { type: 'button', value })
  button.dataset.text = value
  button.addEventListener('click', () => {
    range = value
    render()
  })
  part('ranges').append(button)
}

/** Runs a task on one creator's uploads until it ends or the operator cancels it. */
async function runCreatorTask(
  task: CreatorTask,
  activeText: 'exporting' | 'erasing',
  doneText: 'exported' | 'erased',
): Promise<void> {
  const current = visit
  if (!current) return
  const cancel = part<HTMLButtonElement>('cancel')
  const buttons = [part<HTMLButtonElement>('export'), part<HTMLButtonElement>('erase')]
  const cancelled = new AbortController()
  const onCancel = () => cancelled.abort()
  cancel.addEventListener('click', onCancel)
  const setBusy = (isBusy: boolean) => {
    for (const button of buttons) button.disabled = isBusy
    cancel.hidden = !isBusy
  }
  let uploads = 0
  const report = (key: typeof activeText | typeof doneText | 'stopped' | 'noStoredData') => {
    const count = uploads
    creatorStatus = (texts) => formatMessage(texts[key], { count }, locale)
    render()
  }
  setBusy(true)
  errorCode = undefined
  report(activeText)
  const signal = AbortSignal.any([current.ended.signal, cancelled.signal])
  try {
    const client = studioClient(current.secret, signal)
    uploads = await task(client, creatorField?.value.trim() ?? '', (uploadsSoFar) => {
      uploads = uploadsSoFar
      report(activeText)
    })
    report(uploads === 0 ? 'noStoredData' : doneText)
  } catch (error) {
    if (current !== visit) return
    errorCode = errorCodeOf(error, signal)
    report('stopped')
  } finally {
    cancel.removeEventListener('click', onCancel)
    setBusy(false)
  }
}

const dialog = part<HTMLDialogElement>('dialog')
part('creator').addEventListener('submit', (event) => {
  event.preventDefault()
  if (event.submitter !== part('erase')) {
    void runCreatorTask(exportCreator, 'exporting', 'exported')
    return
  }
  renderEraseTitle()
  dialog.returnValue = ''
  dialog.showModal()
})
dialog.addEventListener('close', () => {
  if (dialog.returnValue === 'erase') void runCreatorTask(eraseCreator, 'erasing', 'erased')
})

for (const [tag, name] of Object.entries(languageNames)) {
  const option = new Option(name, tag, false, tag === locale)
  option.lang = tag
  languageSelect.append(option)
}
/** Changes the language, unless its texts cannot be loaded. */
async function setLanguage(next: Locale): Promise<void> {
  const loaded = await loadOperatorTexts(next).catch(() => undefined)
  if (!loaded || languageSelect?.value !== next) return
  texts = loaded
  locale = next
  storeLocale(locale)
  visit?.reviews.render()
  visit?.statistics.render()
  render()
}

languageSelect.addEventListener('change', () => void setLanguage(languageSelect.value))
render()
secretField.focus()
