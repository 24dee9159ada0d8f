/**
 * `pnpm run browsers [engine] [argument …]`: the whole end-to-end suite in Chromium, Firefox and WebKit, or in one of them.
 * The other arguments are Playwright's, such as a part of a file's path.
 */
import { engines } from '../web/e2e/browsers/engines.ts'
import { run } from './run.ts'

const [first, ...others] = process.argv.slice(2)
const isEngine = engines.some((engine) => engine === first)
const selected = engines.filter((engine) => !isEngine || engine === first)
const parameters = isEngine || first === undefined ? others : [first, ...others]

const succeeded =
  run(`node web/e2e/browsers/install.ts ${selected.join(' ')}`) &&
  run(
    ['playwright test', ...selected.map((engine) => `--project=${engine}`)]
      .concat(parameters.map((parameter) => JSON.stringify(parameter)))
      .join(' '),
  )
process.exitCode = succeeded ? 0 : 1
