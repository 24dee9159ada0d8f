/** Types, lint, format, unused code and bundle budgets: `pnpm check`, and the first part of `pnpm test`. */
import { spawnSync } from 'node:child_process'

/** What a runner counted. */
export interface Count {
  passed: number
  failed: number
}

/** Runs a command line with its output shown; true if it succeeded. */
export function run(command: string, env: Record<string, string> = {}): boolean {
  console.log(`\n$ ${command}`)
  const options = { shell: true, stdio: 'inherit', env: { ...process.env, ...env } } as const
  return spawnSync(command, options).status === 0
}

const checks = [
  'wrangler types --cwd edge',
  'vue-tsc -b',
  'eslint --config .config/eslint.config.js --max-warnings 0 .',
  'prettier --check --log-level warn .',
  'knip --config .config/knip.json',
  'vite build web --logLevel warn',
  'size-limit --config .config/size-limit.js',
]

/** Runs every check, also after one has failed. */
export function runChecks(): Count {
  const env = {
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_HIDE_BANNER: 'true',
    WRANGLER_WRITE_LOGS: 'false',
  }
  const failed = checks.filter((command) => !run(command, env)).length
  return { passed: checks.length - failed, failed }
}

if (import.meta.main && runChecks().failed > 0) process.exit(1)
