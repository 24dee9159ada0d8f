/** `pnpm check`: types, lint, format, unused code and bundle budgets. Also the first part of `pnpm test`. */
import { type Count, run, workerEnvironment } from './run.ts'

const checks = [
  'wrangler types --cwd edge',
  'vue-tsc -b',
  'eslint --config .config/eslint.config.js --max-warnings 0',
  'prettier --check --log-level warn .',
  'knip --config .config/knip.json',
  'vite build web --logLevel warn',
  'size-limit --config .config/size-limit.js',
]

/** Runs every check, even after one has failed. */
export function runChecks(): Count {
  const failed = checks.filter((command) => !run(command, workerEnvironment)).length
  return { passed: checks.length - failed, failed }
}

if (import.meta.main && runChecks().failed > 0) process.exit(1)
