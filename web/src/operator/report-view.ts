import {
  type Examination,
  type Finding,
  findingText,
  metricRows,
} from '@reelferry/contract/operator'
import type { Locale } from '../i18n/languages.ts'
import type { texts as english } from '../i18n/locales/en/operator.ts'
import { formatMessage } from '../i18n/message.ts'
import { regionalLocale } from '../i18n/regional-locale.ts'
import { element } from './element.ts'

export type Texts = typeof english

/** Renders each `` `command` `` of a text as code. */
const withCode = (text: string) =>
  text.split('`').map((part, index) => (index % 2 ? element('code', {}, part) : part))

function findingItem(finding: Finding, texts: Texts): HTMLElement {
  const { title, action } = findingText(finding, texts.report.findings)
  const item = element(
    'li',
    { className: 'finding' },
    element('span', { className: 'level' }, texts.levels[finding.level]),
    element('span', {}, ...withCode(title)),
  )
  item.dataset.level = finding.level
  if (action) item.append(element('span', { className: 'todo' }, ...withCode(action)))
  return item
}

const list = (findings: Finding[], texts: Texts) =>
  element(
    'ul',
    { className: 'findings' },
    ...findings.map((finding) => findingItem(finding, texts)),
  )

/** Problems first, then hints. The other findings are in a closed `<details>`. */
export function findingsView(findings: Finding[], texts: Texts, locale: Locale): HTMLElement[] {
  const ofLevel = (level: Finding['level']) => findings.filter((item) => item.level === level)
  const notOk = [...ofLevel('problem'), ...ofLevel('hint')]
  const ok = ofLevel('ok')
  const summary = element('summary', {}, formatMessage(texts.well, { count: ok.length }, locale))
  const details = element('details', { className: 'well' }, summary, list(ok, texts))
  return [...(notOk.length > 0 ? [list(notOk, texts)] : []), details]
}

/** The number of problems and hints in one line. */
export function verdict(findings: Finding[], texts: Texts, locale: Locale): string {
  const count = (level: Finding['level']) => findings.filter((item) => item.level === level).length
  const [problems, hints] = [count('problem'), count('hint')]
  if (problems + hints === 0) return texts.allWell
  const text = problems === 0 ? texts.noProblems : texts.counted
  return formatMessage(text, { problems, count: hints }, locale)
}

/** The metrics of all uploads that are counted so far. */
export const metricsView = (
  { metrics, refused }: Examination,
  texts: Texts,
  locale: Locale,
): HTMLElement =>
  element(
    'dl',
    { className: 'metrics' },
    ...metricRows(metrics, refused, texts.report.metrics, regionalLocale(locale)).map(
      ({ label, values }) =>
        element(
          'div',
          {},
          element('dt', {}, label),
          ...values.map((value) => element('dd', {}, value)),
        ),
    ),
  )
