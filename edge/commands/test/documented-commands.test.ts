/** Every command that the documentation names is run as it is written there, or stands here with the reason why not. */
import { spawn } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startRegion } from '@reelferry/local-vod'
import { expect, it, onTestFinished } from 'vitest'
import { secretNames } from '../../src/config.ts'
import { startCloudflareApi } from './cloudflare-api.ts'
import { operator } from './operator.ts'
import { ending, operatorOfProcesses } from './operator-of-processes.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }

const isCommand = /^(?:[A-Z_]+=\S+ )*(?:npx|pnpm|curl|git|wrangler|node) \S/

/** The lines of shell blocks, and what stands in the text as code and begins as a command does. */
function commandsIn(page: string): string[] {
  const blocks = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, lines = '']) =>
    lines.trim().split('\n'),
  )
  const text = page.replace(/^```[\s\S]*?^```$/gm, '')
  const inline = [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)
  // `npx --yes pnpm@12` by itself is said of all others.
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
    .map((one) => one.replace(/npx --yes pnpm@12/, 'pnpm')),
)

/** What is not run here, and why; all of it is known to `pnpm` all the same. */
const reasons: [RegExp, string][] = [
  [/^git pull$/, 'needs the remote repository'],
  [/^pnpm exec wrangler login$/, 'needs a person, a browser and an account'],
  [/^wrangler deploy --dry-run$/, 'setup --dry-run does it, as wrangler.test.ts shows'],
  [
    /^pnpm run deploy( staging)?$/,
    'builds, as `pnpm check` does, and deploys as wrangler.test.ts shows',
  ],
  [
    /^(LOCAL_ENCODE=1 )?pnpm (start|dev|preview)$/,
    'does not end; the end-to-end tests are served by it',
  ],
  [/^pnpm (test|check|build)$/, 'is what runs this, or a part of it'],
  [
    /^pnpm (lint(:fix)?|format|typecheck|test:(unit|e2e))( |$)/,
    'is a part of `pnpm test`, or changes source files',
  ],
  [/^pnpm run docs$/, 'writes what .ci/docs.test.ts compares'],
  [
    /^SCREENSHOTS=<folder> pnpm exec playwright test accessibility$/,
    'is one of the end-to-end tests',
  ],
  [/^pnpm (fuzz|bench .*|run (outages|soak \[seed\]|lighthouse.*))$/, 'takes minutes'],
]

/** Runs a command line as pnpm does: the script's own, with the arguments after it, and the binaries in the path. */
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
  return ending(child)
}

const succeed = async (command: string, env?: NodeJS.ProcessEnv) => {
  const { code, output } = await run(command, env)
  expect(code, `${command}\n${output}`).toBe(0)
  return output
}

const setups = [...documented].filter((one) => / setup\b/.test(one))
const asOperator = [...documented].filter((one) => /^pnpm run (doctor|creator \w+)/.test(one))
const invites = [...documented].filter((one) => one.startsWith('pnpm run invite'))
const ofWrangler = [...documented].filter(
  (one) => one.startsWith('pnpm exec wrangler') && !one.endsWith('login'),
)
const ofRegion = [...documented].filter((one) => one.startsWith('curl'))
const others = ['pnpm run licences']
/** Named in a table, without what they need. */
const named = ['pnpm run creator']

it('leaves no documented command out, and tells of none that is not documented', () => {
  const shown = [setups, asOperator, invites, ofWrangler, ofRegion, others, named].flat()
  const left = [...documented].filter(
    (one) => !shown.includes(one) && !reasons.some(([pattern]) => pattern.test(one)),
  )
  expect(left).toEqual([])
  expect(others.concat(named).filter((one) => !documented.has(one))).toEqual([])
  const idle = reasons.filter(([pattern]) => ![...documented].some((one) => pattern.test(one)))
  expect(idle).toEqual([])
  for (const group of [setups, asOperator, invites, ofWrangler, ofRegion])
    expect(group).not.toEqual([])
})

it('names scripts, with every file that they run', () => {
  const missing = [...documented].filter((one) => {
    const [, name = ''] = /pnpm (?:run )?([a-z]+)/.exec(one) ?? []
    if (!one.includes('pnpm ') || name === 'exec') return false
    const files = scripts[name]?.match(/[\w./-]+\.(?:ts|js)\b/g) ?? []
    return !(name in scripts) || files.some((file) => !existsSync(join(root, file)))
  })
  expect(missing).toEqual([])
})

it('setup, with everything in the environment in place of a terminal', async () => {
  const studio = await operatorOfProcesses()
  // What ends the first studio comes last, and a second one needs VOD's notifications for itself.
  const last = (one: string) => Number(one.includes('staging')) + Number(one.includes('--undo')) * 2
  for (const command of setups.toSorted((a, b) => last(a) - last(b))) {
    const [, variables = '', rest = ''] =
      /^((?:[A-Z_]+=\S+ )*)pnpm run setup(.*)$/.exec(command) ?? []
    const given = Object.fromEntries(
      variables
        .trim()
        .split(' ')
        .map((one) => one.split('=')),
    )
    const args = rest.trim().split(' ').filter(Boolean)
    if (command.includes('staging')) args.push('--replace-callback')
    const { code, output } = await studio.run(args, undefined, given)
    expect(code, `${command}\n${output}`).toBe(0)
  }
})

it('the doctor, and a creator’s data, of a studio that runs', async () => {
  const studio = await operator({ real: true })
  await studio.setUp()
  const { address, secrets } = studio.file.read()
  const env = { STUDIO_ADDRESS: address, OPERATOR_SECRET: secrets.OPERATOR_SECRET }
  const isWritten = (one: string) => one.replace('<who>', 'ada')
  for (const command of asOperator) {
    if (named.includes(command)) continue
    // There is no terminal to say yes on.
    const yes = command.includes('erase') ? ' --yes' : ''
    const output = await succeed(isWritten(command) + yes, env)
    expect(output).toMatch(
      /VOD sends its notifications to this studio|"uploads": \[\]|0 uploads of ada were erased/,
    )
  }
})

it('invitations, minted and taken back', async () => {
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

it.each(ofWrangler)('%s is one that wrangler knows', async (command) => {
  const output = await succeed(`${command} --help`)
  const flags = command.match(/--[a-z-]+/g) ?? []
  for (const flag of flags) expect(output).toContain(flag)
  expect(output).toContain(/wrangler ([a-z]+)/.exec(command)?.[0])
})

it('the local region’s switches', async ({ skip }) => {
  const { code } = await ending(spawn('curl --version', { shell: true }))
  if (code !== 0) skip('There is no curl here.')
  const studio = await operator()
  await studio.region.close()
  for (const command of ofRegion) {
    const region = await startRegion({
      port: 0,
      directory: studio.secretsDirectory,
      account: { appId: 1, secretId: 'a', secretKey: 'b' },
    })
    onTestFinished(() => region.close())
    const here = command.replace('http://127.0.0.1:5174', region.origin)
    const { output } = await ending(spawn(here, { shell: true }))
    expect(output).toContain('"offline":true')
    expect(region.faults.offline).toBe(true)
  }
})

it.each(others)('%s', async (command) => {
  expect(await succeed(command)).toMatch(/MIT +hono/)
})
