import { parseArgs } from 'node:util'
import type { Cloudflare } from '../cloudflare.ts'
import type { StudioFile } from '../studio-file.ts'
import { terminal, unattendedTerminal } from '../terminal.ts'
import { SetupError } from './context.ts'
import { setUp } from './set-up.ts'
import { undo } from './undo.ts'

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
    return fail(`${messageOf(error)}\n${usage}`)
  }
}

/** Runs the command: reads its arguments, prints errors and sets the exit status. */
export async function runSetup(
  cloudflare: Cloudflare,
  fileOf: (environment: string) => StudioFile,
): Promise<void> {
  const { values, positionals } = readArguments()
  const [environment = 'production', ...others] = positionals
  if (others.length > 0 || !/^[a-z][a-z0-9-]{0,40}$/.test(environment)) fail(usage)
  if (!values.yes && !values['dry-run'] && !process.stdin.isTTY)
    fail('There’s no terminal for questions. Use --yes to read all values from the environment.')

  // Setup can be interrupted at any step: the next run continues.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      console.error('\nStopped. Run the command again to continue.')
      process.exit(signal === 'SIGINT' ? 130 : 143)
    })

  const context = {
    cloudflare,
    terminal: values.yes || !process.stdin.isTTY ? unattendedTerminal : terminal,
    file: fileOf(environment),
    env: process.env,
  }
  console.log(`✓ Node ${process.versions.node}`)
  try {
    if (values.undo) await undo(context, { environment, eraseData: values['erase-data'] })
    else
      await setUp(context, {
        environment,
        dryRun: values['dry-run'],
        domain: values.domain,
        rotate: values.rotate,
        endRotation: values['end-rotation'],
        replaceCallback: values['replace-callback'],
      })
  } catch (error) {
    fail(
      error instanceof SetupError
        ? error.message
        : `${messageOf(error)}\nRun the command again to continue.`,
    )
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

function fail(message: string): never {
  console.error(message)
  process.exit(1)
}
