/** Everything, counted: `pnpm test`. Ends with one line, `N passed, N failed`. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Count, run, runChecks } from './checks.ts'

const reports = mkdtempSync(join(tmpdir(), 'reelferry-test-'))

/** A runner that fails without a readable report, or without a failed test, counts as one failure. */
function count(succeeded: boolean, read: () => Count): Count {
  try {
    const { passed, failed } = read()
    return { passed, failed: succeeded ? failed : Math.max(1, failed) }
  } catch (error) {
    console.error(error)
    return { passed: 0, failed: 1 }
  }
}

function vitest(): Count {
  const report = join(reports, 'vitest.json')
  const succeeded = run(
    `vitest run --config .config/vitest.config.ts --reporter=default --reporter=json --outputFile.json="${report}"`,
  )
  return count(succeeded, () => {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'))
    return { passed: numPassedTests, failed: numFailedTests }
  })
}

function playwright(): Count {
  const report = join(reports, 'playwright.json')
  const succeeded =
    run('node web/e2e/browser.ts') &&
    run('playwright test', { PLAYWRIGHT_JSON_OUTPUT_FILE: report })
  return count(succeeded, () => {
    const { stats } = JSON.parse(readFileSync(report, 'utf8'))
    return { passed: stats.expected, failed: stats.unexpected + stats.flaky }
  })
}

const counts = [runChecks(), vitest(), playwright()]
rmSync(reports, { recursive: true, force: true })
const sum = (key: keyof Count) => counts.reduce((total, one) => total + one[key], 0)
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`)
process.exitCode = sum('failed') > 0 ? 1 : 0
