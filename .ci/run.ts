import { spawnSync } from 'node:child_process'

/** Number of passed and failed tests or checks. */
export interface Count {
  passed: number
  failed: number
}

/** Makes wrangler quiet: no telemetry, no banner, no log files. */
export const workerEnvironment = {
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_WRITE_LOGS: 'false',
}

/** Runs a command line and shows its output. Returns whether it succeeded. */
export function run(command: string, env: Record<string, string> = {}): boolean {
  console.log(`\n$ ${command}`)
  const options = { shell: true, stdio: 'inherit', env: { ...process.env, ...env } } as const
  return spawnSync(command, options).status === 0
}
