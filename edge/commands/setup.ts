/**
 * `pnpm run setup [environment]`: from a clone to a working studio.
 *
 *   --dry-run           reads and checks for real, changes nothing
 *   --yes               asks nothing: all of it stands in the environment, under the Worker's names
 *   --domain <host>     gives the studio a host name of its own, in a zone of your account
 *   --replace-callback  lets VOD's notifications go here though they go elsewhere now
 *   --rotate            gives every generated secret a successor; the ones before stay accepted
 *   --end-rotation      ends that
 *   --undo              takes it all back, but for the KV namespace; with --erase-data that too
 */
import { parseArgs } from 'node:util'
import { setUp, SetupError, undo } from './set-up.ts'
import { studioFile } from './studio-file.ts'
import { terminal, unattended } from './terminal.ts'
import { cloudflareByWrangler } from './wrangler.ts'

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

const { values, positionals } = readArguments()
const [environment = 'production', ...others] = positionals
if (others.length > 0 || !/^[a-z][a-z0-9-]{0,40}$/.test(environment)) fail(usage)
if (!values.yes && !values['dry-run'] && !process.stdin.isTTY)
  fail('There is no terminal to ask on. With --yes, everything is taken from the environment.')

const parts = {
  cloudflare: cloudflareByWrangler(),
  terminal: values.yes || !process.stdin.isTTY ? unattended : terminal,
  file: studioFile(environment),
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
  fail(error instanceof SetupError ? message : `${message}\nRun this again: it goes on from here.`)
}

function fail(message: string): never {
  console.error(message)
  process.exit(1)
}
