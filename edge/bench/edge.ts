/**
 * `pnpm bench edge`: measures the production Worker in workerd, beside a minimal Hono Worker ("hello") in the same
 * process. Rounds alternate between the routes, and the table shows medians. Compare the ratios to hello, first of all
 * those of CPU time: requests per second also depend on the core of the load generator.
 * - "hello, signed" only computes a signature: the minimal cost of one.
 * - KV is a worker in memory, in the same process: the figures of the routes contain its time.
 * - The creator is an invited one, with a session and a rate limit, except in "local mode".
 * - "signature" repeats one upload, which the isolate has cached. "signature, first" uses more uploads than the isolate
 *   caches.
 */
import { execFile, spawn, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { signToken } from '../src/creators/token.ts'
import { bindings } from '../test/bindings.ts'

const rounds = Number(process.env.ROUNDS ?? 7)
const seconds = Number(process.env.SECONDS ?? 2)

const root = join(import.meta.dirname, '../..')
const directory = mkdtempSync(join(tmpdir(), 'reelferry-bench-'))
const wrangler = createRequire(createRequire(import.meta.url).resolve('wrangler'))
const workerd: string = wrangler('workerd').default

spawnSync('vite build web --logLevel error', { cwd: root, shell: true, stdio: 'inherit' })
const worker = readFileSync(join(root, 'web/dist/reelferry/index.js'))
writeFileSync(join(directory, 'reelferry.js'), worker)
for (const name of ['stand-ins.js', 'rate-limit.js'])
  copyFileSync(join(import.meta.dirname, name), join(directory, name))
await build({
  configFile: false,
  logLevel: 'error',
  build: {
    lib: {
      entry: join(import.meta.dirname, 'hello.ts'),
      formats: ['es'],
      fileName: 'hello',
    },
    outDir: join(directory, 'hello'),
  },
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

const ports = { invite: await freePort(), local: await freePort(), hello: await freePort() }
const date = 'compatibilityDate = "2026-10-01"'
const reelferry = (AUTH_MODE: 'invite' | 'local') => {
  const texts = Object.entries({ ...bindings, AUTH_MODE }).map(
    ([name, value]) => `(name = "${name}", text = ${JSON.stringify(value)})`,
  )
  return `(name = "${AUTH_MODE}", worker = (
      modules = [(name = "index.js", esModule = embed "reelferry.js")], ${date},
      bindings = [
        (name = "UPLOADS", kvNamespace = ${service('kv')}),
        (name = "RATE_LIMIT", wrapped = (moduleName = "bench:rate-limit")),
        ${texts.join(', ')}],
      cacheApiOutbound = ${service('cache')}))`
}
const service = (entrypoint: string) => `(name = "stand-ins", entrypoint = "${entrypoint}")`
writeFileSync(
  join(directory, 'config.capnp'),
  `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    ${reelferry('invite')},
    ${reelferry('local')},
    (name = "hello", worker = (modules = [(name = "hello.js", esModule = embed "hello/hello.js")], ${date})),
    (name = "stand-ins", worker = (modules = [(name = "stand-ins.js", esModule = embed "stand-ins.js")], ${date}))],
  sockets = [
    (name = "invite", address = "127.0.0.1:${ports.invite}", http = (), service = "invite"),
    (name = "local", address = "127.0.0.1:${ports.local}", http = (), service = "local"),
    (name = "hello", address = "127.0.0.1:${ports.hello}", http = (), service = "hello")],
  extensions = [(modules = [(name = "bench:rate-limit", esModule = embed "rate-limit.js", internal = true)])]);
`,
)

const startedAt = performance.now()
const server = spawn(workerd, ['serve', join(directory, 'config.capnp')], {
  stdio: ['ignore', 'ignore', 'inherit'],
})
const origin = `http://127.0.0.1:${ports.invite}`
const localOrigin = `http://127.0.0.1:${ports.local}`
while (!(await fetch(`${origin}/api/health`).catch(() => undefined))?.ok)
  if (server.exitCode !== null) throw new Error('workerd ended')
const firstAnswerMs = performance.now() - startedAt

const json = { 'content-type': 'application/json' }
const claims = { sub: 'ada', name: 'Ada', jti: randomUUID(), exp: Date.now() / 1000 + 3600 }
const session = await signToken(bindings.SESSION_SECRET, 'session', claims)
const signedIn = { cookie: `reelferry-session=${session}` }
const body = JSON.stringify({ name: 'a.mp4', size: 1000, type: 'video/mp4' })

async function open(at: string): Promise<string> {
  const headers = { ...json, ...signedIn }
  const opened = await fetch(`${at}/api/uploads`, { method: 'POST', headers, body })
  return `${at}/api/uploads/${((await opened.json()) as { uploadId: string }).uploadId}`
}

const poll = await open(origin)
const etag = (await fetch(poll, { headers: signedIn })).headers.get('etag') ?? ''
/** More than the 5000 that an isolate caches. */
const others: string[] = []
while (others.length < 6000)
  others.push(...(await Promise.all(Array.from({ length: 16 }, () => open(origin)))))

const route = (urls: string | string[], method = 'GET', headers = {}, body = '') => ({
  urls: [urls].flat(),
  method,
  headers,
  body,
})
const event = JSON.stringify({ EventType: 'PersistenceComplete', PersistenceCompleteEvent: {} })
const events = `${origin}/api/vod/events/${bindings.CALLBACK_SECRET}`
const signature = (upload: string) => `${upload}/signature`
const routes = {
  hello: route(`http://127.0.0.1:${ports.hello}/hello`),
  'hello, signed': route(`http://127.0.0.1:${ports.hello}/signature`, 'POST'),
  health: route(`${origin}/api/health`),
  signature: route(signature(poll), 'POST', signedIn),
  'signature, local mode': route(signature(await open(localOrigin)), 'POST'),
  'signature, first': route(others.map(signature), 'POST', signedIn),
  'poll, 200': route(poll, 'GET', signedIn),
  'poll, 304': route(poll, 'GET', { ...signedIn, 'if-none-match': etag }),
  event: route(events, 'POST', json, event),
}
type Name = keyof typeof routes

/** CPU time of workerd in microseconds. Linux counts hundredths of a second. */
function cpu(): number {
  try {
    const fields = readFileSync(`/proc/${server.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) * 10_000
  } catch {
    return Number.NaN // no /proc: not Linux
  }
}

const load = join(import.meta.dirname, 'load.ts')
async function measure(name: Name) {
  const before = cpu()
  const running = promisify(execFile)(process.execPath, [load])
  running.child.stdin?.end(JSON.stringify({ ...routes[name], seconds }))
  const { stdout } = await running
  const { count, p50, p99, statuses } = JSON.parse(stdout)
  return { perSecond: count / seconds, p50, p99, statuses, cpuMicros: (cpu() - before) / count }
}

const results = Object.fromEntries(
  Object.keys(routes).map((name) => [name, [] as Awaited<ReturnType<typeof measure>>[]]),
) as Record<Name, Awaited<ReturnType<typeof measure>>[]>
for (let round = 0; round < rounds; round++)
  for (const name of Object.keys(routes) as Name[]) results[name].push(await measure(name))
server.kill()

const median = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
const medians = (name: Name) => {
  const of = (key: 'perSecond' | 'p50' | 'p99' | 'cpuMicros') =>
    median(results[name].map((result) => result[key]))
  return { perSecond: of('perSecond'), p50: of('p50'), p99: of('p99'), cpuMicros: of('cpuMicros') }
}
const hello = medians('hello')
const table = (Object.keys(routes) as Name[]).map((name) => {
  const { perSecond, p50, p99, cpuMicros } = medians(name)
  return {
    route: name,
    'req/s': Math.round(perSecond),
    'of hello': Number((perSecond / hello.perSecond).toFixed(2)),
    'p50 ms': Number(p50.toFixed(2)),
    'p99 ms': Number(p99.toFixed(2)),
    'CPU µs': Math.round(cpuMicros),
    'CPU of hello': Number((cpuMicros / hello.cpuMicros).toFixed(2)),
    status: results[name][0]?.statuses.join(' '),
  }
})
const bundleGzipBytes = gzipSync(worker, { level: 9 }).length
console.table(table)
console.log(
  `Worker ${(bundleGzipBytes / 1000).toFixed(1)} kB gz; first answer ${Math.round(firstAnswerMs)} ms after the start of workerd`,
)
const report = join(tmpdir(), 'reelferry-bench-edge.json')
writeFileSync(report, JSON.stringify({ table, bundleGzipBytes, firstAnswerMs, rounds, seconds }))
console.log(`Written to ${report}`)
rmSync(directory, { recursive: true, force: true })
