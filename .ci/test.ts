/** `pnpm test`: all checks and tests. The last line of output is `N passed, N failed`. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runChecks } from './checks.ts'
import { type Count, run, runBeside } from './run.ts'

const reports = mkdtempSync(join(tmpdir(), 'reelferry-test-'))

/**
 * Reads the counts from a runner's report. A runner that fails without a report, or without a failed test, counts as
 * one failure.
 */
function countResults(succeeded: boolean, readReport: () => Count): Count {
  try {
    const { passed, failed } = readReport()
    return { passed, failed: succeeded ? failed : Math.max(1, failed) }
  } catch (error) {
    console.error(error)
    return { passed: 0, failed: 1 }
  }
}

function runVitest(): Count {
  const report = join(reports, 'vitest.json')
  const succeeded = run(
    `vitest run --config .config/vitest.config.ts --reporter=default --reporter=json --outputFile.json="${report}"`,
  )
  return countResults(succeeded, () => {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'))
    return { passed: numPassedTests, failed: numFailedTests }
  })
}

async function runPlaywright(browsers: Promise<boolean>): Promise<Count> {
  const report = join(reports, 'playwright.json')
  const succeeded =
    (await browsers) &&
    run('playwright test --project=chromium --project=firefox --project=webkit', {
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      E2E_PART: '1',
    })
  return countResults(succeeded, () => {
    const { stats } = JSON.parse(readFileSync(report, 'utf8'))
    return { passed: stats.expected + stats.flaky, failed: stats.unexpected }
  })
}

// The network and the disk are busy with it, not the cores, so the checks lose little time.
const browsers = runBeside('node web/e2e/browsers/install.ts')
const counts = [await runChecks()]
counts.push(runVitest())
counts.push(await runPlaywright(browsers))
rmSync(reports, { recursive: true, force: true })
const sum = (key: keyof Count) => counts.reduce((total, count) => total + count[key], 0)
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`)
process.exitCode = sum('failed') > 0 ? 1 : 0
