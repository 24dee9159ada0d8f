/**
 * `pnpm run doctor [environment] [--json]`: checks a studio that runs, says what to do for each finding,
 * and sums up what has become of its uploads. Address and OPERATOR_SECRET are those that `pnpm run
 * setup` knows, unless STUDIO_ADDRESS and OPERATOR_SECRET stand in the environment. Ends with status 1
 * if there is a problem.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { findingTexts, sayFinding } from '@reelferry/contract/operator'
import { describe } from './describe-metrics.ts'
import { examine } from './examine.ts'
import { operatorOf } from './studio-operator.ts'

const marks = { ok: '✓', hint: '!', problem: '✗' }

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  })
  const manifest = new URL('../../package.json', import.meta.url)
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
  const { findings, metrics, refused } = await examine(operatorOf(positionals[0]), version)
  const told = findings.map((one) => ({ ...one, ...sayFinding(one, findingTexts) }))
  if (values.json) console.log(JSON.stringify({ findings: told, metrics, refused }, null, 2))
  else {
    for (const { level, says, todo } of told)
      console.log(`${marks[level]} ${says}${todo ? `\n  → ${todo}` : ''}`)
    console.log(`\n${describe(metrics, refused).join('\n')}`)
  }
  process.exitCode = findings.some(({ level }) => level === 'problem') ? 1 : 0
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
