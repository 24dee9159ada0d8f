/**
 * `pnpm run doctor [environment] [--json]`: checks a running studio and prints each finding with the action that solves
 * it, then the metrics of its uploads. Uses the address and the OPERATOR_SECRET that `pnpm run setup` stored, unless
 * STUDIO_ADDRESS and OPERATOR_SECRET are set in the environment. Exits with status 1 if there is a problem.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import {
  englishReportTexts,
  type Examination,
  examineStudio,
  findingText,
  metricRows,
} from '@reelferry/contract/operator'
import * as v from 'valibot'
import { operatorClientOf } from './operator-client.ts'

const marks = { ok: '✓', hint: '!', problem: '✗' }

const readVersion = () => {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return v.parse(v.object({ version: v.string() }), JSON.parse(manifest)).version
}

function print({ findings, metrics, refused }: Examination): void {
  for (const finding of findings) {
    const { title, action } = findingText(finding, englishReportTexts.findings)
    console.log(`${marks[finding.level]} ${title}${action ? `\n  → ${action}` : ''}`)
  }
  const rows = metricRows(metrics, refused, englishReportTexts.metrics, 'en')
  const width = Math.max(...rows.map(({ label }) => label.length))
  console.log('')
  for (const { label, values } of rows) console.log(`${label.padEnd(width)}  ${values.join('; ')}`)
}

/** The members `says` and `todo` are part of the command's interface. */
function printJson({ findings, metrics, refused }: Examination): void {
  const withTexts = findings.map((finding) => {
    const { title, action } = findingText(finding, englishReportTexts.findings)
    return { ...finding, says: title, todo: action }
  })
  console.log(JSON.stringify({ findings: withTexts, metrics, refused }, null, 2))
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  })
  const client = operatorClientOf(positionals[0])
  for await (const examination of examineStudio(client, Date.now, readVersion())) {
    if (!examination.isComplete) continue
    if (values.json) printJson(examination)
    else print(examination)
    process.exitCode = examination.findings.some(({ level }) => level === 'problem') ? 1 : 0
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
