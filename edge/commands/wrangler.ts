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

/** The build that `wrangler deploy` uploads. */
export interface Build {
  make(): Promise<void>
  /** Path of wrangler's configuration of the build. */
  config: string
}

const studioBuild: Build = {
  async make() {
    const result = await run('vite', ['build', 'web', '--logLevel', 'warn'])
    if (!result.succeeded) throw errorOf('The build failed:', result)
  },
  config: join(root, 'web/dist/reelferry/wrangler.json'),
}

const quiet = {
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  WRANGLER_WRITE_LOGS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  // Prevents questions, and that wrangler writes a KV id into wrangler.jsonc.
  CI: 'true',
  FORCE_COLOR: '0',
}

/** Without the Worker's variables: the build would copy secrets from the environment into a file. */
const environment = (): NodeJS.ProcessEnv => {
  const others = Object.entries(process.env).filter(([name]) => !(name in variables))
  return { ...Object.fromEntries(others), ...quiet }
}

interface CommandResult {
  succeeded: boolean
  output: string
  errors: string
}

/** Runs one of the project's binaries. `input` appears neither in arguments nor in the output. */
function run(
  command: string,
  args: string[],
  env = environment(),
  input = '',
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const shell = process.platform === 'win32'
    const bin = join(root, 'node_modules/.bin', command)
    const child = spawn(bin, args, { cwd: root, env, shell, stdio: 'pipe' })
    let [output, errors] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => (output += String(chunk)))
    child.stderr.on('data', (chunk: Buffer) => (errors += String(chunk)))
    child.once('error', reject)
    // The child must not continue after this process has result.
    const stop = () => child.kill()
    process.once('exit', stop)
    child.once('close', (status) => {
      process.off('exit', stop)
      resolve({ succeeded: status === 0, output, errors })
    })
    child.stdin.end(input)
  })
}

/** wrangler colours its output in spite of FORCE_COLOR. */
const errorOf = (message: string, { output, errors }: CommandResult) =>
  new Error(`${message}\n${stripVTControlCharacters(errors || output).trim()}`)

async function wrangler(args: string[], input?: string): Promise<string> {
  const result = await run('wrangler', args, environment(), input)
  if (!result.succeeded) throw errorOf(`wrangler ${args.slice(0, 3).join(' ')} failed:`, result)
  return result.output
}

/** Parses wrangler's output, which may have other lines before the JSON. */
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

/** Whether a command failed because the Worker does not exist, by wrangler's message or Cloudflare's error codes. */
const isUnknownWorker = ({ output, errors }: CommandResult) =>
  /Worker "[^"]*" not found|10007|10090/.test(output + errors)

async function prepare({ make, config }: Build, deployment: Deployment): Promise<void> {
  await make()
  const built = JSON.parse(readFileSync(config, 'utf8'))
  writeFileSync(config, JSON.stringify(configure(built, deployment)))
}

/**
 * The origin of a deployment target: `https://name.team.workers.dev` or `studio.example.com (custom domain)`. Empty for
 * a schedule.
 */
function addressOf(target: string): string[] {
  const [, host] = /^(\S+) \(custom domain\)$/.exec(target) ?? []
  if (host) return [`https://${host}`]
  return target.startsWith('https://') ? [new URL(target).origin] : []
}

/** Cloudflare, through the project's wrangler and its signed-in person. */
export const cloudflareByWrangler = (build = studioBuild): Cloudflare => ({
  async accounts() {
    const result = await run('wrangler', ['whoami', '--json'])
    // Without a sign-in it fails, but prints the same JSON.
    if (!result.succeeded && !result.output.includes('"loggedIn"'))
      throw errorOf('wrangler whoami failed:', result)
    const answer = readJson(Whoami, result.output)
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
    const result = await run('wrangler', ['secret', 'list', '--cwd', 'edge', '--name', worker])
    if (result.succeeded) return readJson(Secrets, result.output).map(({ name }) => name)
    if (isUnknownWorker(result)) return undefined
    throw errorOf('wrangler secret list failed:', result)
  },

  async putSecrets(worker, secrets) {
    const args = ['secret', 'bulk', '--cwd', 'edge', '--name', worker]
    await wrangler(args, JSON.stringify(secrets))
  },

  async findNamespace(title) {
    const namespaces = readJson(Namespaces, await wrangler(['kv', 'namespace', 'list']))
    return namespaces.find((namespace) => namespace.title === title)?.id
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
      const result = await run('wrangler', ['deploy', '--config', build.config], env)
      if (!result.succeeded) throw errorOf('wrangler deploy failed:', result)
      const lines = readFileSync(file, 'utf8').trim().split('\n')
      const targets = lines.flatMap((line) => {
        const entry = v.safeParse(Deployed, JSON.parse(line))
        return entry.success ? entry.output.targets : []
      })
      return targets.flatMap(addressOf)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },

  async deleteWorker(worker) {
    const result = await run('wrangler', ['delete', worker, '--cwd', 'edge', '--force'])
    if (!result.succeeded && !isUnknownWorker(result))
      throw errorOf('wrangler delete failed:', result)
  },

  async deleteNamespace(namespaceId) {
    await wrangler(['kv', 'namespace', 'delete', '--namespace-id', namespaceId, '-y'])
  },
})
