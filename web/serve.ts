/**
 * Runs Reelferry on this machine: `node web/serve.ts <mode> [--built]`
 *
 * - `start`: the production build, the Worker in workerd, the local VOD region, and a signed-in
 *   local creator
 * - `dev`: the same with Vite's development server, which applies every edit at once
 * - `preview`: the production build and the Worker, configured by the environment, without a local region
 *
 * With `--built`, `start` and `preview` serve the existing build. Several processes can serve it.
 */
import { createServer as createTcpServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { createServer, preview, type PreviewServer, type ViteDevServer } from 'vite'
import { buildForThisMachine, optionalSecrets } from './local-build.ts'
import { startLocalRegion } from './local-region.ts'

// Wrangler must not send usage data, check for updates or write logs into the home directory.
Object.assign(process.env, {
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  WRANGLER_WRITE_LOGS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_LOG: 'warn',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
})

const root = fileURLToPath(new URL('.', import.meta.url))
const host = '127.0.0.1'
const mode = process.argv[2]
if (mode !== 'start' && mode !== 'dev' && mode !== 'preview')
  fail('Usage: node web/serve.ts start|dev|preview [--built]')

const port = await choosePort('PORT', 5173)
const stateDirectory = (process.env.STATE_DIRECTORY ??= `${root}.wrangler/${mode}`)
// The region runs in this process, and workerd ends with it.
process.once('SIGINT', () => process.exit(0))
process.once('SIGTERM', () => process.exit(0))

if (mode !== 'preview') {
  const region = await startLocalRegion({
    port: await choosePort('REGION_PORT', 5174),
    directory: `${stateDirectory}/region`,
    studioOrigin: `http://${host}:${port}`,
    // Encoding makes tests slow, so they switch it off.
    encode: (process.env.LOCAL_ENCODE ?? (mode === 'start' ? '1' : '0')) === '1',
  })
  // The Worker reads its variables from the environment, as in `preview`.
  Object.assign(process.env, region.workerEnvironment)
  console.log(`Local VOD region  ${region.origin}`)
}

// Only the Worker answers CORS requests.
const server = { port, host, strictPort: true, cors: false }
if (mode === 'dev') {
  const vite = await createServer({ root, server, logLevel: 'warn' })
  keepIdleConnections(await vite.listen())
} else {
  if (!process.argv.includes('--built')) await buildForThisMachine()
  for (const name of optionalSecrets) process.env[name] ??= ''
  keepIdleConnections(await preview({ root, preview: server, logLevel: 'warn' }))
}
if (mode !== 'preview')
  console.log(
    `Admin console     http://localhost:${port}/operator (secret: ${process.env.OPERATOR_SECRET ?? ''})`,
  )
console.log(`Reelferry studio  http://localhost:${port}/\nPress Ctrl+C to stop.`)

/** Node's 5 s end a connection while a page is about to use it again, and the page sees a lost connection. */
function keepIdleConnections({ httpServer }: ViteDevServer | PreviewServer): void {
  if (httpServer && 'keepAliveTimeout' in httpServer) httpServer.keepAliveTimeout = 75_000
}

/** The port that the environment variable sets, else the first free one of 50 from `preferred`. */
async function choosePort(variable: 'PORT' | 'REGION_PORT', preferred: number): Promise<number> {
  const chosen = process.env[variable]
  if (chosen !== undefined) {
    const value = Number(chosen)
    if (!Number.isInteger(value) || value < 1 || value > 65535)
      fail(`${variable} must be a port number, from 1 to 65535.`)
    if (!(await isFree(value)))
      fail(
        `Port ${value} is in use. Set ${variable} to another port, or stop the program that uses it.`,
      )
    return value
  }
  for (let candidate = preferred; candidate < preferred + 100; candidate += 2)
    if (await isFree(candidate)) return candidate
  return fail(`No free port from ${preferred}. Set ${variable} to a free port.`)
}

function isFree(candidate: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createTcpServer()
      .once('error', () => resolve(false))
      .listen(candidate, host, () => probe.close(() => resolve(true)))
  })
}

function fail(message: string): never {
  console.error(message)
  process.exit(1)
}
