/**
 * `pnpm bench edge`: the production Worker in raw workerd, beside a bare Hono hello in the same
 * process. Rounds alternate between the routes; medians are shown, and what counts are the ratios to
 * hello, most of all of CPU time: requests a second also depend on the load's own core. KV is a
 * worker in memory, in the same process: its time is in the figures of the routes that use it.
 */
import { execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
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
writeFileSync(
  join(directory, 'stand-ins.js'),
  readFileSync(join(import.meta.dirname, 'stand-ins.js')),
)
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

const ports = { reelferry: await freePort(), hello: await freePort() }
const date = 'compatibilityDate = "2026-10-01"'
const texts = Object.entries(bindings).map(
  ([name, value]) => `(name = "${name}", text = ${JSON.stringify(value)})`,
)
const service = (entrypoint: string) => `(name = "stand-ins", entrypoint = "${entrypoint}")`
writeFileSync(
  join(directory, 'config.capnp'),
  `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "reelferry", worker = (
      modules = [(name = "index.js", esModule = embed "reelferry.js")], ${date},
      bindings = [(name = "UPLOADS", kvNamespace = ${service('kv')}), ${texts.join(', ')}],
      cacheApiOutbound = ${service('cache')})),
    (name = "hello", worker = (modules = [(name = "hello.js", esModule = embed "hello/hello.js")], ${date})),
    (name = "stand-ins", worker = (modules = [(name = "stand-ins.js", esModule = embed "stand-ins.js")], ${date}))],
  sockets = [
    (name = "reelferry", address = "127.0.0.1:${ports.reelferry}", http = (), service = "reelferry"),
    (name = "hello", address = "127.0.0.1:${ports.hello}", http = (), service = "hello")]);
`,
)

const startedAt = performance.now()
const server = spawn(workerd, ['serve', join(directory, 'config.capnp')], {
  stdio: ['ignore', 'ignore', 'inherit'],
})
const origin = `http://127.0.0.1:${ports.reelferry}`
while (!(await fetch(`${origin}/api/health`).catch(() => undefined))?.ok)
  if (server.exitCode !== null) throw new Error('workerd ended')
const firstAnswerMs = performance.now() - startedAt

const json = { 'content-type': 'application/json' }
const opened = await fetch(`${origin}/api/uploads`, {
  method: 'POST',
  headers: json,
  body: JSON.stringify({ name: 'a.mp4', size: 1000, type: 'video/mp4' }),
})
const { uploadId } = (await opened.json()) as { uploadId: string }
const poll = `${origin}/api/uploads/${uploadId}`
const etag = (await fetch(poll)).headers.get('etag') ?? ''

const route = (url: string, method = 'GET', headers = {}, body = '') => ({
  url,
  method,
  headers,
  body,
})
const event = JSON.stringify({ EventType: 'PersistenceComplete', PersistenceCompleteEvent: {} })
const routes = {
  hello: route(`http://127.0.0.1:${ports.hello}/hello`),
  health: route(`${origin}/api/health`),
  signature: route(`${poll}/signature`, 'POST'),
  'poll, 200': route(poll),
  'poll, 304': route(poll, 'GET', { 'if-none-match': etag }),
  event: route(`${origin}/api/vod/events/${bindings.CALLBACK_SECRET}`, 'POST', json, event),
}
type Name = keyof typeof routes

/** Microseconds of CPU that workerd has used; Linux counts in hundredths of a second. */
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
  const argument = JSON.stringify({ ...routes[name], seconds })
  const { stdout } = await promisify(execFile)(process.execPath, [load, argument])
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
    median(results[name].map((one) => one[key]))
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
  `Worker ${(bundleGzipBytes / 1000).toFixed(1)} kB gz; first answer ${Math.round(firstAnswerMs)} ms after workerd was started`,
)
const report = join(tmpdir(), 'reelferry-bench-edge.json')
writeFileSync(report, JSON.stringify({ table, bundleGzipBytes, firstAnswerMs, rounds, seconds }))
console.log(`Written to ${report}`)
rmSync(directory, { recursive: true, force: true })
