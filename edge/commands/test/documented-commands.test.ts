/** Runs every command of the documentation as it is written there, or lists the reason for not running it. */
import { spawn } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startRegion } from '@reelferry/local-vod'
import { expect, it, onTestFinished } from 'vitest'
import { secretNames } from '../../src/config.ts'
import { startCloudflareApi } from './cloudflare-api.ts'
import { operator } from './operator.ts'
import { operatorOfProcesses, waitForEnd } from './operator-of-processes.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }

const isCommand = /^(?:[A-Z_]+=\S+ )*(?:npx|pnpm|curl|git|wrangler|node) \S/

/** The lines of shell blocks, and inline code that starts like a command. */
function commandsIn(page: string): string[] {
  const blocks = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, lines = '']) =>
    lines.trim().split('\n'),
  )
  const text = page.replace(/^```[\s\S]*?^```$/gm, '')
  const inline = [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)
  // `npx --yes pnpm@12` alone is the general form of all commands.
  return [...blocks, ...inline.filter((code) => isCommand.test(code) && !code.endsWith('pnpm@12'))]
}

const pages = globSync(['README.md', '{.github,shared,web}/**/*.md'], {
  cwd: root,
  exclude: (name) => name.includes('node_modules') || name.includes('dist'),
})
/** On a machine with pnpm, `npx --yes pnpm@12` is `pnpm`. */
const documented = new Set(
  pages
    .flatMap((page) => commandsIn(read(page)))
    .map((command) => command.replace(/npx --yes pnpm@12/, 'pnpm')),
)

/** Commands that this test does not run, with the reason. Another test checks that their scripts exist. */
const notRun: [RegExp, string][] = [
  [/^git pull$/, 'needs the remote repository'],
  [/^pnpm exec wrangler login$/, 'needs a person, a browser and an account'],
  [/^wrangler deploy --dry-run$/, 'setup --dry-run does it, as wrangler.test.ts shows'],
  [
    /^pnpm run deploy( staging)?$/,
    'builds, as `pnpm check` does, and deploys as wrangler.test.ts shows',
  ],
  [
    /^(LOCAL_ENCODE=0 )?pnpm (start|dev|preview)$/,
    'does not end; the end-to-end tests are served by it',
  ],
  [/^pnpm (test|check|build)$/, 'is what runs this, or a part of it'],
  [
    /^pnpm (lint(:fix)?|format|typecheck|test:(unit|e2e))( |$)/,
    'is a part of `pnpm test`, or changes source files',
  ],
  [/^pnpm run docs$/, 'writes what .ci/docs.test.ts compares'],
  [/^SCREENSHOTS=<folder> pnpm test:e2e accessibility$/, 'is one of the end-to-end tests'],
  [
    /^pnpm (fuzz( media.*)?|bench .*|run (outages|soak \[seed\]|(lighthouse|browsers).*))$/,
    'takes minutes',
  ],
]

/** Runs a command line as pnpm does: the script followed by the arguments, with the binaries in the path. */
async function run(command: string, env: NodeJS.ProcessEnv = {}) {
  const [, variables = '', script = '', rest = ''] =
    /^((?:[A-Z_]+=\S+ )*)pnpm (?:run )?([a-z]+)(.*)$/.exec(command) ?? []
  const line = script === 'exec' ? rest : `${scripts[script]}${rest}`
  const PATH = `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH}`
  const child = spawn(`${variables}${line}`, {
    cwd: root,
    shell: true,
    env: { ...process.env, PATH, FORCE_COLOR: '0', ...env },
  })
  return waitForEnd(child)
}

const succeed = async (command: string, env?: NodeJS.ProcessEnv) => {
  const { code, output } = await run(command, env)
  expect(code, `${command}\n${output}`).toBe(0)
  return output
}

const setups = [...documented].filter((command) => / setup\b/.test(command))
const operatorCommands = [...documented].filter((command) =>
  /^pnpm run (doctor|creator \w+)/.test(command),
)
const invites = [...documented].filter((command) => command.startsWith('pnpm run invite'))
const wranglerCommands = [...documented].filter(
  (command) => command.startsWith('pnpm exec wrangler') && !command.endsWith('login'),
)
const regionCommands = [...documented].filter((command) => command.startsWith('curl'))
const others = ['pnpm run licences']
/** Listed in a table without their arguments. */
const withoutArguments = ['pnpm run creator']

it('every documented command is run or has a reason, and every listed command is documented', () => {
  const groups = [setups, operatorCommands, invites, wranglerCommands, regionCommands]
  const listed = [...groups, others, withoutArguments].flat()
  const missing = [...documented].filter(
    (command) => !listed.includes(command) && !notRun.some(([pattern]) => pattern.test(command)),
  )
  expect(missing).toEqual([])
  expect(others.concat(withoutArguments).filter((command) => !documented.has(command))).toEqual([])
  const unused = notRun.filter(
    ([pattern]) => ![...documented].some((command) => pattern.test(command)),
  )
  expect(unused).toEqual([])
  for (const group of groups) expect(group).not.toEqual([])
})

it('the scripts of all documented commands exist, with the files that they run', () => {
  const missing = [...documented].filter((command) => {
    const [, name = ''] = /pnpm (?:run )?([a-z]+)/.exec(command) ?? []
    if (!command.includes('pnpm ') || name === 'exec') return false
    const files = scripts[name]?.match(/[\w./-]+\.(?:ts|js)\b/g) ?? []
    return !(name in scripts) || files.some((file) => !existsSync(join(root, file)))
  })
  expect(missing).toEqual([])
})

it('setup reads everything from the environment', async () => {
  const studio = await operatorOfProcesses()
  // A second studio redirects VOD's notifications, and --undo ends the first one: both have to come last.
  const order = (command: string) =>
    Number(command.includes('staging')) + Number(command.includes('--undo')) * 2
  for (const command of setups.toSorted((a, b) => order(a) - order(b))) {
    const [, variables = '', rest = ''] =
      /^((?:[A-Z_]+=\S+ )*)pnpm run setup(.*)$/.exec(command) ?? []
    const given = Object.fromEntries(
      variables
        .trim()
        .split(' ')
        .map((assignment) => assignment.split('=')),
    )
    const args = rest.trim().split(' ').filter(Boolean)
    if (command.includes('staging')) args.push('--replace-callback')
    const { code, output } = await studio.run(args, undefined, given)
    expect(code, `${command}\n${output}`).toBe(0)
  }
})

it('doctor and creator work with a running studio', async () => {
  const studio = await operator({ real: true })
  await studio.setUp()
  const { address, secrets } = studio.file.read()
  const env = { STUDIO_ADDRESS: address, OPERATOR_SECRET: secrets.OPERATOR_SECRET }
  for (const command of operatorCommands) {
    if (withoutArguments.includes(command)) continue
    // There is no terminal to confirm on.
    const yes = command.includes('erase') ? ' --yes' : ''
    const output = await succeed(command.replace('<who>', 'ada') + yes, env)
    expect(output).toMatch(/Notifications are delivered here|"uploads": \[\]|0 uploads erased/)
  }
})

it('invite creates and revokes invitations', async () => {
  const api = await startCloudflareApi()
  api.namespaces.set('reelferry-uploads', 'n1')
  const env = {
    ...Object.fromEntries(secretNames.map((name) => [name, undefined])),
    SESSION_SECRET: 'a-session-secret-of-32-characters',
    CLOUDFLARE_API_BASE_URL: api.url,
    CLOUDFLARE_API_TOKEN: 'token',
    CLOUDFLARE_ACCOUNT_ID: 'a1',
  }
  let number = ''
  for (const command of invites) {
    const output = await succeed(command.replace('<number>', number), env)
    number = /Invitation ([\da-f-]{36})/.exec(output)?.[1] ?? number
  }
  expect([...api.keys]).toEqual([[`n1/invite/${number}`, 'revoked']])
})

it.each(wranglerCommands)('wrangler has the command and the options of %s', async (command) => {
  const output = await succeed(`${command} --help`)
  const flags = command.match(/--[a-z-]+/g) ?? []
  for (const flag of flags) expect(output).toContain(flag)
  expect(output).toContain(/wrangler ([a-z]+)/.exec(command)?.[0])
})

it('curl switches faults of the local region', async ({ skip }) => {
  const { code } = await waitForEnd(spawn('curl --version', { shell: true }))
  if (code !== 0) skip('There is no curl here.')
  const studio = await operator()
  await studio.region.close()
  for (const command of regionCommands) {
    const region = await startRegion({
      port: 0,
      directory: studio.secretsDirectory,
      account: { appId: 1, secretId: 'a', secretKey: 'b' },
    })
    onTestFinished(() => region.close())
    const here = command.replace('http://127.0.0.1:5174', region.origin)
    const { output } = await waitForEnd(spawn(here, { shell: true }))
    expect(output).toContain('"offline":true')
    expect(region.faults.offline).toBe(true)
  }
})

it.each(others)('%s succeeds', async (command) => {
  expect(await succeed(command)).toMatch(/MIT +hono/)
})
