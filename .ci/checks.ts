/** `pnpm check`: types, lint, format, unused code and bundle budgets. Also the first part of `pnpm test`. */
import { type Count, run, runBeside, workerEnvironment } from './run.ts'

/** Writes the types that other checks read. */
const generateTypes = 'wrangler types --cwd edge'

/** The commands of one row need each other's results, and run in this order. The rows are independent. */
const rows = [
  ['eslint --config .config/eslint.config.js --max-warnings 0'],
  ['vue-tsc -b'],
  ['vite build web --logLevel warn', 'size-limit --config .config/size-limit.js'],
  ['prettier --check --log-level warn .'],
  ['knip --config .config/knip.json'],
]

/** Rows that run at the same time. Each command uses one core. */
const parallelRows = 2

/** Runs every check, even after one has failed. */
export async function runChecks(): Promise<Count> {
  const results = [run(generateTypes, workerEnvironment)]
  const waiting = [...rows]
  const runRows = async () => {
    for (let row = waiting.shift(); row; row = waiting.shift())
      for (const command of row) results.push(await runBeside(command, workerEnvironment))
  }
  await Promise.all(Array.from({ length: parallelRows }, runRows))
  const failed = results.filter((succeeded) => !succeeded).length
  return { passed: results.length - failed, failed }
}

if (import.meta.main && (await runChecks()).failed > 0) process.exit(1)
