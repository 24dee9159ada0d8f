/**
 * `pnpm bench many`: 200 videos in the queue, of the production build: chosen at once, then scrolled through from end to
 * end while some are sent and tell their progress, then stopped. Counts the tasks that hold the page up for more than
 * 50 ms, and how long frames took. Ends with an error where more than a few do.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Page } from '@playwright/test'
import { findBrowser } from '../e2e/browser.ts'
import { startStudio } from '../e2e/studio.ts'
import { buildForThisMachine } from '../local-build.ts'

const count = Number(process.argv[2] ?? 200)
/** Long tasks that are put up with while the queue is scrolled and gets on. */
const mostLong = 2

const directory = mkdtempSync(join(tmpdir(), 'reelferry-bench-many-'))
const clip = readFileSync(fileURLToPath(new URL('../e2e/fixtures/clip.mp4', import.meta.url)))

/** A video like any other, and of another content. */
function write(index: number): string {
  const path = join(directory, `video ${String(index).padStart(3, '0')}.mp4`)
  const free = Buffer.alloc(600_000, index)
  free.writeUInt32BE(free.length, 0)
  free.write('free', 4, 'latin1')
  writeFileSync(path, Buffer.concat([clip, free]))
  return path
}

interface Seen {
  long: number[]
  frames: number[]
}

/** Notes, in the page, what holds it up. */
function watch(): void {
  const seen: Seen = { long: [], frames: [] }
  Object.assign(window, { seen })
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.long.push(duration)
  }).observe({ type: 'longtask' })
  let last = performance.now()
  const frame = (now: number) => {
    seen.frames.push(now - last)
    last = now
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
}

/** What was noted since it was last asked. */
const take = (page: Page) =>
  page.evaluate(() => {
    const { seen } = window as unknown as { seen: Seen }
    return { long: seen.long.splice(0), frames: seen.frames.splice(0) }
  })

const round = (value: number) => Math.round(value)

function row(phase: string, { long, frames }: Seen) {
  const sorted = frames.toSorted((a, b) => a - b)
  return {
    phase,
    'long tasks': long.length,
    'longest, ms': round(Math.max(0, ...long)),
    'over 50 ms in all, ms': round(long.reduce((sum, one) => sum + one - 50, 0)),
    'frame, median ms': round(sorted[Math.floor(sorted.length / 2)] ?? 0),
    'frame, 99th ms': round(sorted[Math.floor(sorted.length * 0.99)] ?? 0),
  }
}

await buildForThisMachine()
const studio = await startStudio('start')
const executablePath = findBrowser()
const browser = await chromium.launch(executablePath ? { executablePath } : {})
const faults = (body: object) =>
  fetch(`${studio.regionOrigin}/_local/faults`, { method: 'PATCH', body: JSON.stringify(body) })
const results: ReturnType<typeof row>[] = []
try {
  const files = Array.from({ length: count }, (_, index) => write(index))
  const page = await browser.newPage({ locale: 'en-US', viewport: { width: 1280, height: 800 } })
  await page.addInitScript(watch)
  await page.goto(studio.origin)
  // Its code is there already, so that the page itself is measured.
  await page.getByLabel('Choose videos').focus()
  await page.waitForLoadState('networkidle')
  const articles = page.getByRole('article')
  const all = () =>
    page.waitForFunction((n) => document.querySelectorAll('article').length === n, count)

  await take(page)
  await page.getByLabel('Choose videos').setInputFiles(files)
  await all()
  results.push(row(`${count} are chosen`, await take(page)))

  await faults({ bytesPerSecond: 60_000 })
  await page.getByRole('button', { name: 'Upload all' }).click()
  await page.waitForFunction(
    () => document.querySelectorAll('article[data-stage=uploading]').length > 1,
  )
  results.push(row('all are started', await take(page)))

  await page.mouse.move(640, 500)
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  for (const way of [1, -1])
    for (let done = 0; done < height; done += 400) {
      await page.mouse.wheel(0, way * 400)
      await page.evaluate(() => new Promise(requestAnimationFrame))
    }
  results.push(row('scrolled, while two are sent', await take(page)))

  await page.getByRole('button', { name: 'Pause all' }).click()
  await page.waitForFunction(
    () => document.querySelectorAll('article[data-stage=uploading]').length === 0,
  )
  results.push(row('all are paused', await take(page)))
  if ((await articles.count()) !== count) throw new Error('A video is missing.')
} finally {
  await browser.close()
  await studio.stop()
  rmSync(directory, { recursive: true, force: true })
}
console.table(results)
const report = join(tmpdir(), 'reelferry-bench-many.json')
writeFileSync(report, JSON.stringify({ count, results }))
console.log(report)
const scrolled = results.find(({ phase }) => phase.startsWith('scrolled'))
if (!scrolled || scrolled['long tasks'] > mostLong) {
  console.error(`More than ${mostLong} long tasks while the queue was scrolled.`)
  process.exitCode = 1
}
