import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'

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

/**
 * Starts a command line beside others. Its output is shown when it ends, so that it does not mix with theirs.
 * Resolves with whether the command succeeded.
 */
export async function runBeside(
  command: string,
  env: Record<string, string> = {},
): Promise<boolean> {
  const child = spawn(command, { shell: true, env: { ...process.env, ...env } })
  const output: Buffer[] = []
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => output.push(chunk))
  const [status] = await once(child, 'close')
  console.log(`\n$ ${command}\n${Buffer.concat(output).toString()}`.trimEnd())
  return status === 0
}
