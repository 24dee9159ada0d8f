/**
 * `pnpm bench many`: 200 videos in the queue of the production build. They are chosen at once, the queue is scrolled from end
 * to end while some are uploaded, and then all are paused. Measures tasks of more than 50 ms and the duration of frames.
 * Fails if there are too many long tasks while scrolling.
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
/** Maximum number of long tasks while the queue is scrolled during uploads. */
const maxLongTasks = 2

const directory = mkdtempSync(join(tmpdir(), 'reelferry-bench-many-'))
const clip = readFileSync(fileURLToPath(new URL('../e2e/fixtures/clip.mp4', import.meta.url)))

/** Writes a small video with its own content. */
function write(index: number): string {
  const path = join(directory, `video ${String(index).padStart(3, '0')}.mp4`)
  const free = Buffer.alloc(600_000, index)
  free.writeUInt32BE(free.length, 0)
  free.write('free', 4, 'latin1')
  writeFileSync(path, Buffer.concat([clip, free]))
  return path
}

interface Measurement {
  long: number[]
  frames: number[]
}

/** Runs in the page: records long tasks and frame times, ms. */
function watch(): void {
  const measurement: Measurement = { long: [], frames: [] }
  Object.assign(window, { measurement })
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) measurement.long.push(duration)
  }).observe({ type: 'longtask' })
  let last = performance.now()
  const frame = (now: number) => {
    measurement.frames.push(now - last)
    last = now
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
}

/** Returns the measurements since the last call. */
const take = (page: Page) =>
  page.evaluate(() => {
    const { measurement } = window as unknown as { measurement: Measurement }
    return { long: measurement.long.splice(0), frames: measurement.frames.splice(0) }
  })

const round = (value: number) => Math.round(value)

function row(phase: string, { long, frames }: Measurement) {
  const sorted = frames.toSorted((a, b) => a - b)
  return {
    phase,
    'long tasks': long.length,
    'longest task, ms': round(Math.max(0, ...long)),
    'total above 50 ms, ms': round(long.reduce((sum, duration) => sum + duration - 50, 0)),
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
  // Load the code of the queue first, so that only the page is measured.
  await page.getByLabel('Choose videos').focus()
  await page.waitForLoadState('networkidle')
  const articles = page.getByRole('article')
  const all = () =>
    page.waitForFunction((n) => document.querySelectorAll('article').length === n, count)

  await take(page)
  await page.getByLabel('Choose videos').setInputFiles(files)
  await all()
  results.push(row(`choose ${count} videos`, await take(page)))

  await faults({ bytesPerSecond: 60_000 })
  await page.getByRole('button', { name: 'Upload all' }).click()
  await page.waitForFunction(
    () => document.querySelectorAll('article[data-stage=uploading]').length > 1,
  )
  results.push(row('start all', await take(page)))

  await page.mouse.move(640, 500)
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  for (const direction of [1, -1])
    for (let done = 0; done < height; done += 400) {
      await page.mouse.wheel(0, direction * 400)
      await page.evaluate(() => new Promise(requestAnimationFrame))
    }
  results.push(row('scroll during two uploads', await take(page)))

  await page.getByRole('button', { name: 'Pause all' }).click()
  await page.waitForFunction(
    () => document.querySelectorAll('article[data-stage=uploading]').length === 0,
  )
  results.push(row('pause all', await take(page)))
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
const scrolled = results.find(({ phase }) => phase.startsWith('scroll'))
if (!scrolled || scrolled['long tasks'] > maxLongTasks) {
  console.error(`More than ${maxLongTasks} long tasks while the queue was scrolled.`)
  process.exitCode = 1
}
