import { type Finding, sayFinding } from '@reelferry/contract/operator'
import { element } from './element.ts'
import type { Texts } from './texts.ts'

/** A text in which `` `commands` `` are told apart. */
const withCode = (text: string) =>
  text.split('`').map((part, index) => (index % 2 ? element('code', {}, part) : part))

function item(finding: Finding, texts: Texts): HTMLElement {
  const { says, todo } = sayFinding(finding, texts.findingTexts)
  const made = element(
    'li',
    { className: 'finding' },
    element('span', { className: 'level' }, texts.levels[finding.level]),
    element('span', {}, ...withCode(says)),
  )
  made.dataset.level = finding.level
  if (todo) made.append(element('span', { className: 'todo' }, ...withCode(todo)))
  return made
}

const list = (findings: Finding[], texts: Texts) =>
  element('ul', { className: 'findings' }, ...findings.map((one) => item(one, texts)))

/** What has to be looked at, the worst first, and folded away below that what is well. */
export function findingsList(findings: Finding[], texts: Texts): HTMLElement[] {
  const of = (level: Finding['level']) => findings.filter((one) => one.level === level)
  const unwell = [...of('problem'), ...of('hint')]
  const well = of('ok')
  const summary = element('summary', {}, texts.well.replace('{count}', String(well.length)))
  const folded = element('details', { className: 'well' }, summary, list(well, texts))
  return [...(unwell.length > 0 ? [list(unwell, texts)] : []), folded]
}

/** All of it in one line. */
export function verdict(findings: Finding[], texts: Texts): string {
  const count = (level: Finding['level']) => findings.filter((one) => one.level === level).length
  const [problems, hints] = [count('problem'), count('hint')]
  if (problems + hints === 0) return texts.allWell
  if (problems === 0) return texts.noProblems.replace('{hints}', String(hints))
  return texts.counted.replace('{problems}', String(problems)).replace('{hints}', String(hints))
}
