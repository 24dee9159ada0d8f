import {
  type Examination,
  type Finding,
  findingText,
  metricRows,
  severities,
  type Severity,
  severityOf,
  summarize,
} from '@reelferry/contract/operator'
import { CircleAlert, CircleCheck, Copy, type IconNode, Info, TriangleAlert } from 'lucide'
import type { Locale } from '../i18n/languages.ts'
import { formatMessage } from '../i18n/message.ts'
import { regionalLocale } from '../i18n/regional-locale.ts'
import { element, icon } from './element.ts'
import type { Texts } from './texts.ts'
import { countUploads, type TimeRange } from './time-range.ts'
import { uploadChart } from './upload-chart.ts'

const looks: Record<Severity, { tone: 'bad' | 'warn' | 'accent' | 'good'; icon: IconNode }> = {
  'fix-now': { tone: 'bad', icon: CircleAlert },
  'should-fix': { tone: 'warn', icon: TriangleAlert },
  suggestion: { tone: 'accent', icon: Info },
  ok: { tone: 'good', icon: CircleCheck },
}

/** Renders each `` `command` `` of a text as code. */
const withCode = (text: string) =>
  text.split('`').map((part, index) => (index % 2 ? element('code', {}, part) : part))

/** The command in a text that has exactly one. */
function commandIn(text = ''): string | undefined {
  const commands = text.split('`').filter((part, index) => index % 2 && /\bpnpm /.test(part))
  return commands.length === 1 ? commands[0] : undefined
}

/** A button that copies the command in `text`. Without access to the clipboard, it selects the command. */
function copyButton(command: string, text: HTMLElement, texts: Texts): HTMLElement {
  const button = element(
    'button',
    { type: 'button', className: 'button quiet icon-only slim', title: texts.copyCommand },
    icon(Copy),
  )
  button.setAttribute('aria-label', `${texts.copyCommand}: ${command}`)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(command)
      button.replaceChildren(icon(CircleCheck))
    } catch {
      // The browser denies the access, or the page was loaded without TLS.
      const code = [...text.querySelectorAll('code')].find((part) => part.textContent === command)
      if (code) getSelection()?.selectAllChildren(code)
    }
  }
  button.addEventListener('click', () => void copy())
  return button
}

function findingItem(finding: Finding, texts: Texts): HTMLElement {
  const { title, action } = findingText(finding, texts.report.findings)
  const severity = severityOf(finding)
  const text = element('div', {}, element('h3', {}, ...withCode(title)))
  if (action) text.append(element('p', {}, ...withCode(action)))
  const item = element('li', { className: 'finding' }, icon(looks[severity].icon), text)
  item.dataset.severity = severity
  const command = commandIn(action)
  if (command) item.append(copyButton(command, text, texts))
  return item
}

const list = (findings: Finding[], texts: Texts) =>
  element(
    'ul',
    { className: 'findings card' },
    ...findings.map((finding) => findingItem(finding, texts)),
  )

const withSeverity = (findings: Finding[], severity: Severity) =>
  findings.filter((finding) => severityOf(finding) === severity)

/** The findings by severity. Those that are well are in a closed `<details>`. */
export function findingsView(findings: Finding[], texts: Texts, locale: Locale): HTMLElement[] {
  const ok = withSeverity(findings, 'ok')
  const groups = severities.flatMap((severity) => {
    const found = withSeverity(findings, severity)
    if (severity === 'ok' || found.length === 0) return []
    const count = element('span', { className: 'count num' }, String(found.length))
    const title = element('h2', {}, texts.severities[severity], ' ', count)
    return [element('section', {}, title, list(found, texts))]
  })
  const details = element(
    'details',
    { className: 'passing' },
    element(
      'summary',
      {},
      icon(CircleCheck),
      formatMessage(texts.well, { count: ok.length }, locale),
    ),
    list(ok, texts),
  )
  return groups.length > 0 ? [...groups, details] : [allWell(texts), details]
}

function allWell(texts: Texts): HTMLElement {
  const emblem = element('span', { className: 'emblem' }, icon(CircleCheck))
  return element('div', { className: 'notice' }, emblem, element('h2', {}, texts.allWell))
}

/** The highest severity of all findings, as a badge. */
export function severityBadge(findings: Finding[], texts: Texts): HTMLElement {
  const worst = severities.find((severity) => withSeverity(findings, severity).length > 0) ?? 'ok'
  const { tone, icon: node } = looks[worst]
  return element('span', { className: `badge pill ${tone}` }, icon(node), texts.severities[worst])
}

/** The number of findings that need attention in one line. */
export function verdict(findings: Finding[], texts: Texts, locale: Locale): string {
  const hints = withSeverity(findings, 'suggestion').length
  const problems = findings.length - withSeverity(findings, 'ok').length - hints
  if (problems + hints === 0) return texts.allWell
  const text = problems === 0 ? texts.noProblems : texts.counted
  return formatMessage(text, { problems, count: hints }, locale)
}

/**
 * The metrics of the uploads of a range of time, with a chart.
 * @param now Unix ms
 */
export function metricsView(
  { outcomes: all, refused }: Examination,
  { range, now, texts, locale }: { range: TimeRange; now: number; texts: Texts; locale: Locale },
): HTMLElement[] {
  const { outcomes, intervals } = countUploads(range, all, now)
  const rows = metricRows(
    summarize(outcomes),
    refused,
    texts.report.metrics,
    regionalLocale(locale),
  )
  const cards = rows.map(({ label, values }) =>
    element(
      'div',
      { className: 'kpi card' },
      element('dt', {}, label),
      ...values.map((value) => element('dd', {}, value)),
    ),
  )
  return [
    element('dl', { className: 'kpis num' }, ...cards),
    uploadChart(intervals, range, texts, locale),
  ]
}
