/**
 * `pnpm bench upload [loopback] [latency] [line] [killed] [memory]`: sends a file to a server on this machine, which discards
 * it, in several ways: one raw PUT (the limit), raw PUTs of 8 MiB with six in parallel, the studio's transfer, tus-js-client,
 * and Uppy with S3 multipart. Measures a small and a large file on loopback, requests with 50 ms of latency, and a connection
 * of fixed bandwidth with a round trip of 80 ms. Rounds alternate; the tables show medians. `killed` measures how many bytes
 * are sent again if the page is killed halfway; `memory` measures the memory of browser and page for two file sizes.
 *
 * The other libraries are installed into a temporary folder.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Browser, chromium, type Page } from '@playwright/test'
import { build } from 'vite'
import { findBrowser } from '../e2e/browser.ts'
import { writeVideo } from '../e2e/video-file.ts'
import { median } from './clip.ts'

const rounds = Number(process.env.ROUNDS ?? 5)
const megabyte = 1e6
const peers = ['tus-js-client@4.3.1', '@uppy/core@6.3.1', '@uppy/aws-s3@6.3.1']

/** Measured settings: file size in bytes; `line` is bytes per second and round trip in ms. */
const settings = [
  { part: 'loopback', name: 'loopback', size: 300 * megabyte, rounds, latencyMs: 0 },
  { part: 'loopback', name: 'loopback, 1 GB', size: 1000 * megabyte, rounds, latencyMs: 0 },
  { part: 'latency', name: '50 ms a request', size: 300 * megabyte, rounds, latencyMs: 50 },
  {
    part: 'line',
    name: '8 MB/s, 80 ms',
    size: 300 * megabyte,
    rounds: Math.min(rounds, 3),
    latencyMs: 0,
    line: [8 * megabyte, 80] as const,
  },
]
const selected = process.argv.slice(2)
const isSelected = (part: string) => selected.length === 0 || selected.includes(part)

const directory = mkdtempSync(join(tmpdir(), 'reelferry-bench-'))
const children: ChildProcess[] = []
process.once('exit', () => {
  for (const child of children) child.kill()
  rmSync(directory, { recursive: true, force: true })
})

/** Starts a program of this benchmark and returns the port that it prints. */
async function start(program: string, ...parameters: string[]): Promise<string> {
  const child = spawn(process.execPath, [join(import.meta.dirname, program), ...parameters])
  children.push(child)
  child.stderr.pipe(process.stderr)
  const [port] = await once(createInterface(child.stdout), 'line')
  return String(port)
}

async function buildPage(): Promise<string> {
  const root = join(directory, 'peers')
  mkdirSync(root)
  writeFileSync(join(root, 'package.json'), '{ "private": true, "type": "module" }')
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent', ...peers], { cwd: root })
  writeFileSync(
    join(root, 'peers.js'),
    `export { Upload } from 'tus-js-client'
export { default as Uppy } from '@uppy/core'
export { default as AwsS3 } from '@uppy/aws-s3'`,
  )
  const entry = { entry: join(root, 'peers.js'), formats: ['es' as const], fileName: 'peers' }
  const output = join(directory, 'page')
  const define = { 'process.env.NODE_ENV': '"production"' }
  await build({
    configFile: false,
    root,
    define,
    logLevel: 'error',
    build: { lib: entry, outDir: join(output, 'peers') },
  })
  const unusedSdkStub = join(
    import.meta.dirname,
    '../src/features/upload/transport/unused-sdk-stub.ts',
  )
  await build({
    configFile: false,
    root: join(import.meta.dirname, '../test/upload-page'),
    logLevel: 'error',
    resolve: {
      alias: {
        '@aws-sdk/client-s3': unusedSdkStub,
        '@aws-sdk/lib-storage': unusedSdkStub,
        'js-sha1': unusedSdkStub,
      },
    },
    worker: { format: 'es' },
    build: { outDir: output, emptyOutDir: false, target: 'es2024', chunkSizeWarningLimit: 2000 },
  })
  const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' }
  const server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '')
    readFile(join(output, path)).then(
      (content) =>
        response.writeHead(200, { 'content-type': types[extname(path)] ?? '' }).end(content),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

interface Destination {
  server: string
}

/** `window.ways` is defined in `test/upload-page/main.ts`. */
declare const window: {
  ways: Record<string, (file: File, destination: Destination) => Promise<void>>
}

const serverOrigin = `http://127.0.0.1:${await start('upload-server.ts')}`
const pageOrigin = await buildPage()
const executablePath = findBrowser()
const launch = () => chromium.launch(executablePath ? { executablePath } : {})

async function reset(options: { hash?: boolean; latencyMs?: number }): Promise<void> {
  const body = JSON.stringify({ hash: false, latencyMs: 0, ...options })
  await fetch(`${serverOrigin}/_reset`, { method: 'POST', body })
}

async function received(): Promise<number> {
  return ((await (await fetch(`${serverOrigin}/_received`)).json()) as { received: number })
    .received
}

async function open(browser: Browser, path: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await page.goto(pageOrigin)
  await page.locator('html[data-ready]').waitFor()
  await page.getByLabel('File').setInputFiles(path)
  return page
}

/** Sends a file in one way from a new page and returns the duration, seconds. */
async function measure(browser: Browser, path: string, way: string, destination: Destination) {
  const page = await open(browser, path)
  const seconds = await send(page, way, destination)
  await page.context().close()
  return seconds
}

const send = (page: Page, way: string, destination: Destination) =>
  page.evaluate(
    async ([name, to]) => {
      const file = document.querySelector('input')?.files?.[0]
      if (!file) throw new Error('There is no file.')
      const startedAt = performance.now()
      await window.ways[name]?.(file, to)
      return (performance.now() - startedAt) / 1000
    },
    [way, destination] as const,
  )

const compared = [
  'raw PUT',
  'raw 8 MiB × 6',
  'ours',
  'tus-js-client',
  'tus-js-client, 8 MiB',
  'Uppy, S3 multipart',
]
const browser = await launch()
const table: Record<string, Record<string, number>> = Object.fromEntries(
  compared.map((way) => [way, {}]),
)
const raw: Record<string, Record<string, number[]>> = {}
for (const { part, name: setting, size, rounds, latencyMs, line } of settings) {
  if (!isSelected(part)) continue
  const path = join(directory, 'video.mp4')
  await writeVideo(path, size, 7)
  const server = line
    ? `http://127.0.0.1:${await start('line.ts', new URL(serverOrigin).port, ...line.map(String))}`
    : serverOrigin
  await reset({ latencyMs })
  const times: Record<string, number[]> = {}
  for (let round = 0; round < rounds; round++)
    for (const way of compared)
      (times[way] ??= []).push(await measure(browser, path, way, { server }))
  raw[setting] = times
  const rate = (way: string) => size / megabyte / median(times[way] ?? [])
  for (const way of compared) {
    const row = (table[way] ??= {})
    row[`${setting}: MB/s`] = Number(rate(way).toFixed(1))
    row[`${setting}: relative to raw PUT`] = Number((rate(way) / rate('raw PUT')).toFixed(2))
  }
  rmSync(path)
}
await browser.close()
console.table(table)

/** Megabytes that are sent again if the page is killed halfway and the file is chosen again. */
const killed: Record<string, number> = {}
if (isSelected('killed')) {
  const size = 60 * megabyte
  const path = join(directory, 'killed.mp4')
  await writeVideo(path, size, 9)
  const line = await start('line.ts', new URL(serverOrigin).port, String(8 * megabyte), '80')
  const server = `http://127.0.0.1:${line}`
  for (const way of compared) {
    const kill = await launch()
    await reset({ hash: true })
    const context = await kill.newContext()
    const choose = async () => {
      const page = await context.newPage()
      await page.goto(pageOrigin)
      await page.getByLabel('File').setInputFiles(path)
      return page
    }
    const first = await choose()
    const sending = send(first, way, { server }).catch(() => undefined)
    while ((await received()) < size / 2) await new Promise((resolve) => setTimeout(resolve, 50))
    await first.close({ runBeforeUnload: false })
    await sending
    await send(await choose(), way, { server })
    killed[way] = Number((((await received()) - size) / megabyte).toFixed(1))
    await kill.close()
  }
  rmSync(path)
  console.log('Sent again after the page was killed at 50 % of 60 MB, MB')
  console.table(killed)
}

/** Peak memory of the sending page and of the browser process, MB (VmHWM of proc(5)). */
const memory: Record<string, Record<string, number>> = {}
if (isSelected('memory')) {
  await reset({})
  for (const way of ['raw PUT', 'raw 8 MiB × 6', 'ours'])
    for (const gigabytes of [0.5, 4]) {
      const path = join(directory, 'sparse.mp4')
      writeFileSync(path, '')
      truncateSync(path, gigabytes * 1024 ** 3)
      const alone = await launch()
      const page = await open(alone, path)
      await send(page, way, { server: serverOrigin })
      for (const type of ['renderer', 'browser'])
        (memory[way] ??= {})[`${type}, ${gigabytes} GB`] = await peak(alone, type)
      await alone.close()
      rmSync(path)
    }
  console.log('Peak memory, MB')
  console.table(memory)
}

async function peak(browser: Browser, processType: string): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const peaks = processInfo
    .filter(({ type }) => type === processType)
    .map(({ id }) => /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1])
  return Math.round((Math.max(...peaks.map(Number)) * 1024) / megabyte)
}

const report = join(tmpdir(), 'reelferry-bench-upload.json')
writeFileSync(report, JSON.stringify({ table, killed, memory, raw, rounds, peers }))
console.log(`Written to ${report}`)
process.exit(0)
