import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import * as v from 'valibot'
import { variables } from '../src/config.ts'
import type { Cloudflare, Deployment } from './cloudflare.ts'
import { configure } from './deployment.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** What `wrangler deploy` takes, and how it is made. */
export interface Build {
  make(): Promise<void>
  /** wrangler's configuration of it, which holds what differs from one deployment to another. */
  config: string
}

const studioBuild: Build = {
  async make() {
    const ended = await run('vite', ['build', 'web', '--logLevel', 'warn'])
    if (!ended.succeeded) throw failure('The build failed:', ended)
  },
  config: join(root, 'web/dist/reelferry/wrangler.json'),
}

const quiet = {
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  WRANGLER_WRITE_LOGS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  // No question, and no KV id written into wrangler.jsonc.
  CI: 'true',
  FORCE_COLOR: '0',
}

/** Without the Worker's own variables: the build would copy secrets it finds into a file. */
const environment = (): NodeJS.ProcessEnv => {
  const others = Object.entries(process.env).filter(([name]) => !(name in variables))
  return { ...Object.fromEntries(others), ...quiet }
}

interface Ended {
  succeeded: boolean
  output: string
  errors: string
}

/** Runs one of the project's commands; what goes in through `input` shows nowhere. */
function run(command: string, args: string[], env = environment(), input = ''): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const shell = process.platform === 'win32'
    const bin = join(root, 'node_modules/.bin', command)
    const child = spawn(bin, args, { cwd: root, env, shell, stdio: 'pipe' })
    let [output, errors] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => (output += String(chunk)))
    child.stderr.on('data', (chunk: Buffer) => (errors += String(chunk)))
    child.once('error', reject)
    // What this process began must not go on after it said that it has stopped.
    const stop = () => child.kill()
    process.once('exit', stop)
    child.once('close', (status) => {
      process.off('exit', stop)
      resolve({ succeeded: status === 0, output, errors })
    })
    child.stdin.end(input)
  })
}

/** wrangler colours what it says whether it is asked to or not. */
const failure = (what: string, { output, errors }: Ended) =>
  new Error(`${what}\n${stripVTControlCharacters(errors || output).trim()}`)

async function wrangler(args: string[], input?: string): Promise<string> {
  const ended = await run('wrangler', args, environment(), input)
  if (!ended.succeeded) throw failure(`wrangler ${args.slice(0, 3).join(' ')} failed:`, ended)
  return ended.output
}

/** wrangler may say other things before the JSON that was asked for. */
function readJson<const S extends v.GenericSchema>(schema: S, output: string): v.InferOutput<S> {
  const start = output.search(/^[[{]/m)
  return v.parse(schema, JSON.parse(output.slice(start)))
}

const Account = v.object({ id: v.string(), name: v.string() })
const Whoami = v.variant('loggedIn', [
  v.object({ loggedIn: v.literal(true), accounts: v.array(Account) }),
  v.object({ loggedIn: v.literal(false) }),
])
const Secrets = v.array(v.object({ name: v.string() }))
const Namespaces = v.array(v.object({ id: v.string(), title: v.string() }))
const Deployed = v.object({ type: v.literal('deploy'), targets: v.array(v.string()) })

/** wrangler's words for it, or the codes of Cloudflare's API. */
const isUnknownWorker = ({ output, errors }: Ended) =>
  /Worker "[^"]*" not found|10007|10090/.test(output + errors)

async function prepare({ make, config }: Build, deployment: Deployment): Promise<void> {
  await make()
  const built = JSON.parse(readFileSync(config, 'utf8'))
  writeFileSync(config, JSON.stringify(configure(built, deployment)))
}

/** Of `https://name.team.workers.dev`, or `studio.example.com (custom domain)`; a schedule has none. */
function addressOf(target: string): string[] {
  const [, host] = /^(\S+) \(custom domain\)$/.exec(target) ?? []
  if (host) return [`https://${host}`]
  return target.startsWith('https://') ? [new URL(target).origin] : []
}

/** Cloudflare, by the project's own wrangler and whoever is signed in to it. */
export const cloudflareByWrangler = (build = studioBuild): Cloudflare => ({
  async accounts() {
    const ended = await run('wrangler', ['whoami', '--json'])
    // It says that nobody is signed in by failing, with the same JSON.
    if (!ended.succeeded && !ended.output.includes('"loggedIn"'))
      throw failure('wrangler whoami failed:', ended)
    const answer = readJson(Whoami, ended.output)
    return answer.loggedIn ? answer.accounts : undefined
  },

  signIn() {
    return new Promise((resolve, reject) => {
      const bin = join(root, 'node_modules/.bin/wrangler')
      const child = spawn(bin, ['login'], { stdio: 'inherit', shell: process.platform === 'win32' })
      child.once('error', reject)
      child.once('close', (status) =>
        status === 0 ? resolve() : reject(new Error('wrangler login failed.')),
      )
    })
  },

  async secretNames(worker) {
    const ended = await run('wrangler', ['secret', 'list', '--cwd', 'edge', '--name', worker])
    if (ended.succeeded) return readJson(Secrets, ended.output).map(({ name }) => name)
    if (isUnknownWorker(ended)) return undefined
    throw failure('wrangler secret list failed:', ended)
  },

  async putSecrets(worker, secrets) {
    const args = ['secret', 'bulk', '--cwd', 'edge', '--name', worker]
    await wrangler(args, JSON.stringify(secrets))
  },

  async findNamespace(title) {
    const namespaces = readJson(Namespaces, await wrangler(['kv', 'namespace', 'list']))
    return namespaces.find((one) => one.title === title)?.id
  },

  async createNamespace(title) {
    await wrangler(['kv', 'namespace', 'create', title])
  },

  async putKey(namespaceId, key, value) {
    await wrangler(['kv', 'key', 'put', '--namespace-id', namespaceId, '--remote', key, value])
  },

  async check(deployment) {
    await prepare(build, deployment)
    await wrangler(['deploy', '--config', build.config, '--dry-run'])
  },

  async deploy(deployment) {
    await prepare(build, deployment)
    const folder = mkdtempSync(join(tmpdir(), 'reelferry-deploy-'))
    const file = join(folder, 'output.ndjson')
    try {
      const env = { ...environment(), WRANGLER_OUTPUT_FILE_PATH: file }
      const ended = await run('wrangler', ['deploy', '--config', build.config], env)
      if (!ended.succeeded) throw failure('wrangler deploy failed:', ended)
      const lines = readFileSync(file, 'utf8').trim().split('\n')
      const said = lines.map((line) => JSON.parse(line) as unknown)
      const deployed = said.find((one) => v.is(Deployed, one))
      return deployed ? v.parse(Deployed, deployed).targets.flatMap(addressOf) : []
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },

  async deleteWorker(worker) {
    const ended = await run('wrangler', ['delete', worker, '--cwd', 'edge', '--force'])
    if (!ended.succeeded && !isUnknownWorker(ended)) throw failure('wrangler delete failed:', ended)
  },

  async deleteNamespace(namespaceId) {
    await wrangler(['kv', 'namespace', 'delete', '--namespace-id', namespaceId, '-y'])
  },
})
