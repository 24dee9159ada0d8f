import { parseArgs } from 'node:util'
import type { Cloudflare } from './cloudflare.ts'
import { setUp, SetupError, undo } from './set-up.ts'
import type { StudioFile } from './studio-file.ts'
import { terminal, unattended } from './terminal.ts'

const usage = `Usage: pnpm run setup [environment] [--dry-run] [--yes] [--domain host]
                      [--replace-callback] [--rotate | --end-rotation] [--undo [--erase-data]]`

const flag = { type: 'boolean', default: false } as const

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        'dry-run': flag,
        yes: flag,
        domain: { type: 'string' },
        'replace-callback': flag,
        rotate: flag,
        'end-rotation': flag,
        undo: flag,
        'erase-data': flag,
      },
    })
  } catch (error) {
    return fail(`${(error as Error).message}\n${usage}`)
  }
}

/** The command around `setUp` and `undo`: arguments, terminal, and how it ends. Sets the process's exit status. */
export async function runSetup(
  cloudflare: Cloudflare,
  fileOf: (environment: string) => StudioFile,
): Promise<void> {
  const { values, positionals } = readArguments()
  const [environment = 'production', ...others] = positionals
  if (others.length > 0 || !/^[a-z][a-z0-9-]{0,40}$/.test(environment)) fail(usage)
  if (!values.yes && !values['dry-run'] && !process.stdin.isTTY)
    fail('There is no terminal to ask on. With --yes, everything is taken from the environment.')

  // Wherever it is: no step leaves anything that the next run does not find.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      console.error('\nStopped. Run this again: it goes on from here.')
      process.exit(signal === 'SIGINT' ? 130 : 143)
    })

  const parts = {
    cloudflare,
    terminal: values.yes || !process.stdin.isTTY ? unattended : terminal,
    file: fileOf(environment),
    env: process.env,
  }
  console.log(`✓ Node ${process.versions.node}`)
  try {
    if (values.undo) await undo(parts, { environment, eraseData: values['erase-data'] })
    else
      await setUp(parts, {
        environment,
        dryRun: values['dry-run'],
        domain: values.domain,
        rotate: values.rotate,
        endRotation: values['end-rotation'],
        replaceCallback: values['replace-callback'],
      })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    fail(
      error instanceof SetupError ? message : `${message}\nRun this again: it goes on from here.`,
    )
  }
}

function fail(message: string): never {
  console.error(message)
  process.exit(1)
}
