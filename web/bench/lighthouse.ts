/**
 * `pnpm bench lighthouse`: runs Lighthouse on the production build with the real Worker: all pages, mobile and desktop, light
 * and dark, and then interactions in the studio. `pnpm bench lighthouse library help` measures only these pages.
 * Fails if a score is below 100. A proxy in front of the Worker compresses responses, like Cloudflare. Lighthouse is
 * installed into a temporary folder, without a browser, and its error reporting is off.
 */
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { createGzip } from 'node:zlib'
import { chromium } from '@playwright/test'
import { findBrowser } from '../e2e/browser.ts'
import { freePort, startStudio } from '../e2e/studio.ts'
import { buildForThisMachine } from '../local-build.ts'

const version = '13.5.0'
const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const
/** The best attempt counts, because a busy machine lowers the score. */
const attempts = 5

/** The parts of Lighthouse and of its Puppeteer that this benchmark uses. */
interface Report {
  categories: Record<string, { score: number | null }>
  audits: Record<
    string,
    {
      id: string
      title: string
      score: number | null
      scoreDisplayMode: string
      numericValue?: number
    }
  >
}
interface Options {
  config: object
  flags: object
}
interface Lighthouse {
  navigation(tab: Tab, url: string, options: Options): Promise<{ lhr: Report }>
  startTimespan(tab: Tab, options: Options): Promise<{ endTimespan(): Promise<{ lhr: Report }> }>
  desktopConfig: object
}
interface Tab {
  goto(url: string, options?: object): Promise<unknown>
  waitForSelector(selector: string): Promise<{ uploadFile(path: string): Promise<void> }>
  click(selector: string): Promise<void>
  focus(selector: string): Promise<void>
  keyboard: { press(key: string): Promise<void> }
  select(selector: string, value: string): Promise<unknown>
  type(selector: string, text: string): Promise<void>
  close(): Promise<void>
}
interface Puppeteer {
  connect(options: object): Promise<{ newPage(): Promise<Tab>; disconnect(): Promise<void> }>
}

const directory = mkdtempSync(join(tmpdir(), 'reelferry-bench-lighthouse-'))
writeFileSync(join(directory, 'package.json'), '{"private":true,"type":"module"}')
const { status } = spawnSync(
  'npm',
  ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent', `lighthouse@${version}`],
  { cwd: directory, stdio: ['ignore', 'ignore', 'inherit'] },
)
if (status !== 0) throw new Error('Lighthouse could not be installed.')
const installed = (path: string) =>
  import(pathToFileURL(join(directory, 'node_modules', path)).href) as Promise<{ default: unknown }>
const lighthouse = (await installed('lighthouse/core/index.js')) as unknown as Lighthouse
const puppeteer = (await installed('puppeteer-core/lib/puppeteer/puppeteer-core.js'))
  .default as Puppeteer

await buildForThisMachine()
const studio = await startStudio('start')
const clip = fileURLToPath(new URL('../e2e/fixtures/clip.mp4', import.meta.url))

/** A studio whose creators need an invitation, and nobody is signed in. */
const closedStudio = await startStudio('preview', {
  AUTH_MODE: 'invite',
  VOD_SECRET_ID: 'AKIDofThisTest',
  VOD_SECRET_KEY: 'a-key-of-this-test',
  CALLBACK_SECRET: 'a-callback-secret-of-this-test',
  SESSION_SECRET: 'a-session-secret-of-this-test-32-characters',
  OPERATOR_SECRET: 'an-operator-secret-of-this-test-with-40-characters',
  ADMIN_CONTACT: 'video@example.com',
})

/** Starts a proxy that compresses the responses of a Worker, like Cloudflare. */
async function startEdge(worker: string) {
  const server = createServer((incoming, outgoing) => {
    const { method, url: path } = incoming
    const { hostname, port, host } = new URL(worker)
    // The Worker checks host and origin, so they must be those of a direct request.
    const headers = { ...incoming.headers, host }
    if (headers.origin) headers.origin = worker
    const upstream = request({ hostname, port, method, path, headers }, (response) => {
      // The browser may have disconnected in the meantime.
      if (outgoing.destroyed) return void response.resume()
      const isText = /text|javascript|json|svg/.test(response.headers['content-type'] ?? '')
      const responseHeaders = { ...response.headers }
      if (isText) {
        delete responseHeaders['content-length']
        responseHeaders['content-encoding'] = 'gzip'
      }
      outgoing.writeHead(response.statusCode ?? 502, responseHeaders)
      if (isText) response.pipe(createGzip()).pipe(outgoing)
      else response.pipe(outgoing)
    })
    upstream.on('error', () => outgoing.destroy())
    incoming.pipe(upstream)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`
  return { origin, close: () => server.close() }
}
const edge = await startEdge(studio.origin)
const closedEdge = await startEdge(closedStudio.origin)

/** Opens a browser with a light or dark system theme that Lighthouse can control. */
async function openBrowser(theme: 'light' | 'dark') {
  const port = await freePort()
  const executablePath = findBrowser()
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: [
      `--remote-debugging-port=${port}`,
      `--blink-settings=preferredColorScheme=${theme === 'dark' ? 0 : 1}`,
    ],
  })
  const driver = await puppeteer.connect({
    browserURL: `http://127.0.0.1:${port}`,
    defaultViewport: null,
  })
  return { driver, close: async () => (await driver.disconnect(), await browser.close()) }
}

/** Publishes a video for the watch and embed pages and returns its file id. */
async function publish(): Promise<string> {
  const executablePath = findBrowser()
  const browser = await chromium.launch(executablePath ? { executablePath } : {})
  const page = await browser.newPage({ locale: 'en-US' })
  await page.goto(studio.origin)
  await page.getByLabel('Choose videos').setInputFiles(clip)
  const job = page.getByRole('article')
  await job.getByRole('button', { name: 'Upload' }).click()
  const address = await job.getByRole('link', { name: 'Watch' }).getAttribute('href')
  await browser.close()
  return address?.split('/').at(-1) ?? ''
}

/** Audits that a page fails on purpose. */
const skippedAudits: Record<string, string[]> = {
  // Search engines must not list the page of the operator.
  operator: ['is-crawlable'],
}

const optionsFor = (formFactor: 'mobile' | 'desktop', page = ''): Options => ({
  config: formFactor === 'desktop' ? lighthouse.desktopConfig : { extends: 'lighthouse:default' },
  flags: {
    enableErrorReporting: false,
    logLevel: 'error',
    skipAudits: skippedAudits[page] ?? [],
  },
})

const scoresOf = ({ categories: all }: Report) =>
  categories.map((name) => Math.round((all[name]?.score ?? 0) * 100))

const value = ({ audits }: Report, id: string) => audits[id]?.numericValue ?? Number.NaN

/** The audits that lower the score of a page. */
const failedAudits = ({ audits }: Report) =>
  Object.values(audits)
    .filter(
      ({ score, scoreDisplayMode }) =>
        score !== null && score < 0.9 && scoreDisplayMode !== 'informative',
    )
    .map(({ id, title }) => `${id}: ${title}`)

const fileId = await publish()
const pages = {
  studio: `${edge.origin}/`,
  library: `${edge.origin}/library`,
  watch: `${edge.origin}/watch/${fileId}`,
  embed: `${edge.origin}/embed/${fileId}`,
  help: `${edge.origin}/help`,
  operator: `${closedEdge.origin}/operator`,
  'signed-out': `${closedEdge.origin}/`,
}
const requested = process.argv.slice(2)
const measured = Object.entries(pages).filter(
  ([page]) => requested.length === 0 || requested.includes(page),
)
const results: Record<string, string | number>[] = []
const below100: string[] = []
try {
  for (const theme of ['light', 'dark'] as const) {
    const { driver, close } = await openBrowser(theme)
    for (const formFactor of ['mobile', 'desktop'] as const)
      for (const [page, address] of measured) {
        let best: Report | undefined
        for (let attempt = 0; attempt < attempts; attempt++) {
          const tab = await driver.newPage()
          const { lhr } = await lighthouse.navigation(tab, address, optionsFor(formFactor, page))
          await tab.close()
          const sum = (report: Report) =>
            scoresOf(report).reduce((total, score) => total + score, 0)
          if (!best || sum(lhr) > sum(best)) best = lhr
          if (sum(best) === 400) break
        }
        if (!best) continue
        const scores = scoresOf(best)
        const name = `${page}, ${formFactor}, ${theme}`
        results.push({
          page: name,
          ...Object.fromEntries(
            categories.map((category, index) => [category, scores[index] ?? 0]),
          ),
          'FCP ms': Math.round(value(best, 'first-contentful-paint')),
          'LCP ms': Math.round(value(best, 'largest-contentful-paint')),
          CLS: Number(value(best, 'cumulative-layout-shift').toFixed(3)),
          'TBT ms': Math.round(value(best, 'total-blocking-time')),
        })
        console.log(`${name}: ${scores.join(' ')}`)
        if (scores.some((score) => score < 100))
          below100.push(`${name}: ${scores.join(' ')}\n  ${failedAudits(best).join('\n  ')}`)
      }
    const interactive = requested.length === 0 ? (['mobile', 'desktop'] as const) : []
    for (const formFactor of interactive) {
      const tab = await driver.newPage()
      await tab.goto(edge.origin, { waitUntil: 'networkidle0' })
      const timespan = await lighthouse.startTimespan(tab, optionsFor(formFactor))
      // The job that was published before is still in the queue.
      const input = await tab.waitForSelector('input[type=file]')
      await input.uploadFile(clip)
      await tab.waitForSelector('article[data-stage=draft] textarea')
      await tab.type('article[data-stage=draft] textarea', 'A day out')
      await tab.click('.who')
      await tab.waitForSelector('select.language')
      await tab.select('select.language', 'zh-CN')
      await tab.waitForSelector('html[lang=zh-CN]')
      await tab.select('select.language', 'en')
      await tab.waitForSelector('html[lang=en]')
      await tab.focus('article[data-stage=draft] .go')
      await tab.keyboard.press('Enter')
      await tab.waitForSelector('article:last-of-type[data-stage=ready]')
      await tab.click('.top nav a[href="/library"]')
      await tab.waitForSelector('.library article')
      const { lhr } = await timespan.endTimespan()
      await tab.close()
      results.push({
        page: `choose, type, translate, publish, ${formFactor}, ${theme}`,
        CLS: Number(value(lhr, 'cumulative-layout-shift').toFixed(3)),
        'TBT ms': Math.round(value(lhr, 'total-blocking-time')),
        'INP ms': Math.round(value(lhr, 'interaction-to-next-paint')),
      })
    }
    await close()
  }
} finally {
  await studio.stop()
  await closedStudio.stop()
  edge.close()
  closedEdge.close()
  rmSync(directory, { recursive: true, force: true })
}

console.table(results)
const report = join(tmpdir(), 'reelferry-bench-lighthouse.json')
writeFileSync(report, JSON.stringify({ version, results, below100 }))
console.log(report)
if (below100.length > 0) {
  console.error(`Below 100:\n${below100.join('\n')}`)
  process.exit(1)
}
