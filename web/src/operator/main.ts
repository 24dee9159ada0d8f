import {
  type Finding,
  findingsOf,
  findingsOfMetrics,
  type Report,
  summarize,
  type UploadOutcome,
} from '@reelferry/contract/operator'
import { initialLocale, storeLocale, languageNames, type Locale } from '../i18n/languages.ts'
import { eraseCreator, exportCreator } from './creator-data.ts'
import { waiting } from './element.ts'
import { findingsList, verdict } from './findings-list.ts'
import { metricsTable } from './metrics-table.ts'
import { type OperatorApi, operatorApi, OperatorError, type Trouble } from './operator-api.ts'
import { type Texts, textsIn } from './texts.ts'

/** A part of the page, as operator.html names it. */
function part<E extends HTMLElement = HTMLElement>(name: string): E {
  const found = document.querySelector<E>(`[data-part="${name}"]`)
  if (!found) throw new Error(`The operator's page has no ${name}.`)
  return found
}

const secret = document.querySelector<HTMLInputElement>('#secret')
const who = document.querySelector<HTMLInputElement>('#who')
const select = document.querySelector('select')
if (!secret || !who || !select) throw new Error('The operator’s page is not whole.')

/**
 * The studio as it is examined. The secret is in `api` and nowhere else: no storage keeps it, which any script
 * of this origin could read, and which browsers write to disk to bring closed tabs back.
 */
interface Visit {
  api: OperatorApi
  /** Ends everything that is under way. */
  left: AbortController
  report?: Report
  findings: Finding[]
  outcomes: UploadOutcome[]
  counting: 'under way' | 'done' | 'stopped'
}

let locale: Locale = initialLocale()
let visit: Visit | undefined
/** What the page says beside the studio's own state, in the language it is in. */
let trouble: Trouble | undefined
let creatorStatus: (texts: Texts) => string = () => ''

/** Shows all of it as it is now. */
function show(): void {
  const say = textsIn(locale)
  document.documentElement.lang = locale
  document.title = `${say.title} – Reelferry`
  select?.setAttribute('aria-label', say.language)
  for (const element of document.querySelectorAll<HTMLElement>('[data-text]'))
    element.textContent = say[element.dataset.text as keyof Texts] as string
  showTrouble(say)
  part('sign-in').hidden = visit !== undefined
  part('opened').hidden = visit === undefined
  tell('creator-status', creatorStatus(say))
  if (visit) showVisit(visit, say)
}

/** Says something in a live region, which would say it again if it were set again. */
function tell(name: string, text: string): void {
  const region = part(name)
  if (region.textContent !== text) region.textContent = text
}

function showTrouble({ troubles }: Texts): void {
  const text = trouble ? troubles[trouble] : ''
  part('trouble').className = text && 'trouble'
  tell('trouble', text)
  secret?.setAttribute('aria-invalid', String(trouble === 'wrong-secret'))
}

function showVisit({ report, findings, outcomes, counting }: Visit, say: Texts): void {
  const isBusy = !report || counting === 'under way'
  part<HTMLButtonElement>('check').disabled = isBusy && !trouble
  if (!report) {
    part('verdict').textContent = ''
    part('findings').replaceChildren(...(trouble ? [] : [waiting(say.checking)]))
    part('uploads').replaceChildren()
    tell('status', trouble ? '' : say.checking)
    return
  }
  const isFolded = !part('findings').querySelector('details')?.open
  const inOneLine = verdict(findings, say)
  part('verdict').textContent = inOneLine
  tell('status', inOneLine)
  part('findings').replaceChildren(...findingsList(findings, say))
  part('findings').querySelector('details')?.toggleAttribute('open', !isFolded)
  const count = new Intl.NumberFormat(locale).format(outcomes.length)
  const progress = {
    'under way': [waiting(say.counting.replace('{count}', count))],
    stopped: [say.stoppedCounting],
    done: [],
  }[counting]
  const table = metricsTable(summarize(outcomes), report.refused, say, locale)
  part('uploads').replaceChildren(...progress, table)
}

const troubleOf = (error: unknown): Trouble | undefined => {
  if (error instanceof OperatorError) return error.trouble
  // Left, or cancelled.
  if (error instanceof DOMException && error.name === 'AbortError') return undefined
  throw error
}

/** Examines the studio, first its state and then all of its uploads. */
async function examine(current: Visit): Promise<void> {
  Object.assign(current, { report: undefined, findings: [], outcomes: [], counting: 'under way' })
  trouble = undefined
  show()
  try {
    const report = await current.api.report()
    Object.assign(current, { report, findings: findingsOf(report, Date.now()) })
    show()
    for await (const outcomes of current.api.outcomes()) {
      current.outcomes.push(...outcomes)
      show()
    }
    current.findings.push(...findingsOfMetrics(summarize(current.outcomes)))
    current.counting = 'done'
  } catch (error) {
    if (current !== visit) return
    current.counting = 'stopped'
    trouble = troubleOf(error)
    if (trouble === 'wrong-secret') leave()
  }
  if (current === visit) show()
}

function leave(): void {
  visit?.left.abort()
  visit = undefined
  creatorStatus = () => ''
  show()
  secret?.focus()
}

part('sign-in').addEventListener('submit', (event) => {
  event.preventDefault()
  const left = new AbortController()
  visit = {
    api: operatorApi(secret.value, left.signal),
    left,
    findings: [],
    outcomes: [],
    counting: 'under way',
  }
  secret.value = ''
  void examine(visit)
  document.querySelector<HTMLElement>('#content')?.focus()
})
part('check').addEventListener('click', () => visit && void examine(visit))
part('leave').addEventListener('click', () => {
  trouble = undefined
  leave()
})

/** What is done with one creator's data, until it is cancelled. */
async function withCreator(
  task: typeof exportCreator | typeof eraseCreator,
  underWay: 'exporting' | 'erasing',
  done: 'exported' | 'erased',
): Promise<void> {
  const current = visit
  if (!current) return
  const cancel = part<HTMLButtonElement>('cancel')
  const buttons = [part<HTMLButtonElement>('export'), part<HTMLButtonElement>('erase')]
  const stop = new AbortController()
  const onCancel = () => stop.abort()
  cancel.addEventListener('click', onCancel)
  const setBusy = (isBusy: boolean) => {
    for (const button of buttons) button.disabled = isBusy
    cancel.hidden = !isBusy
  }
  let uploads = 0
  const report = (key: typeof underWay | typeof done | 'stopped' | 'nothingKept') => {
    const count = uploads
    creatorStatus = (say) =>
      say[key].replace('{count}', new Intl.NumberFormat(locale).format(count))
    show()
  }
  setBusy(true)
  trouble = undefined
  report(underWay)
  try {
    uploads = await task(current.api, who?.value.trim() ?? '', stop.signal, (soFar) => {
      uploads = soFar
      report(underWay)
    })
    report(uploads === 0 ? 'nothingKept' : done)
  } catch (error) {
    if (current !== visit) return
    trouble = troubleOf(error)
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
    void withCreator(exportCreator, 'exporting', 'exported')
    return
  }
  part('erase-title').textContent = textsIn(locale).eraseTitle.replace('{who}', who.value.trim())
  dialog.returnValue = ''
  dialog.showModal()
})
dialog.addEventListener('close', () => {
  if (dialog.returnValue === 'erase') void withCreator(eraseCreator, 'erasing', 'erased')
})

for (const [tag, name] of Object.entries(languageNames)) {
  const option = new Option(name, tag, false, tag === locale)
  option.lang = tag
  select.append(option)
}
select.addEventListener('change', () => {
  locale = select.value
  storeLocale(locale)
  show()
})
show()
secret.focus()
