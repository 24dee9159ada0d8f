/**
 * `pnpm run soak [seed]`: at least 200 faults (`FAULTS`), chosen and dealt by chance, while videos go up in the
 * real studio, from one batch to the next. In the end every video must be at the region once and whole, by its
 * SHA-256, and no more may have been sent again than was on its way when something broke. The same seed
 * deals the same faults; at which byte each strikes depends on the machine.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { buildForThisMachine } from '../../local-build.ts'
import { megabyte, none, partsInFlight } from '../faulty.ts'
import { startStudio } from '../studio.ts'
import { sha256, writeVideo } from '../video-file.ts'
import { faults } from './faults.ts'
import { createRandom } from './random.ts'
import { openStage, type Stage } from './stage.ts'

const seed = Number(process.argv[2] ?? Math.floor(Math.random() * 2 ** 32))
const wanted = Number(process.env.FAULTS ?? 200)
const videosOfBatch = 3
const faultsOfBatch = 10
/** Two videos at a time, each in so many parts, which at such a speed are the smallest there are. */
const inFlight = 2 * partsInFlight * megabyte

console.log(`Seed ${seed}`)
const random = createRandom(seed)
await buildForThisMachine()
const studio = await startStudio('start')
const directory = mkdtempSync(join(tmpdir(), 'reelferry-soak-'))
const stage = await openStage(studio, join(directory, 'profile'))
process.once('SIGINT', () => process.exit(1))
process.once('exit', () => rmSync(directory, { recursive: true, force: true }))

const struck = new Map<string, number>()
const helped = { retried: 0, chosenAgain: 0 }
let sentAgain = 0
let videos = 0
const startedAt = Date.now()
try {
  for (let batch = 1; total() < wanted; batch++) await run(batch)
  summary('Every video is intact.')
} catch (error) {
  const image = join(tmpdir(), `reelferry-soak-${seed}.png`)
  await stage
    .page()
    .screenshot({ path: image, fullPage: true })
    .catch(() => undefined)
  console.error(error)
  summary(`Failed. Seed ${seed}; what the page showed is in ${image}`)
  process.exitCode = 1
}
await stage.close()
await studio.stop()
process.exit()

function total(): number {
  return [...struck.values()].reduce((sum, count) => sum + count, 0)
}

async function run(batch: number): Promise<void> {
  const { region } = stage
  await region.setFaults({ ...none, bytesPerSecond: random.integer(150, 600) * 1024 })
  const paths = await Promise.all(
    Array.from({ length: videosOfBatch }, async (_, index) => {
      const path = join(directory, `batch ${batch} video ${index + 1}.mp4`)
      await writeVideo(
        path,
        random.integer(6 * megabyte, 30 * megabyte),
        random.integer(1, 2 ** 30),
      )
      return path
    }),
  )
  const before = (await region.stats()).partBytesReceived
  await stage.page().getByLabel('Choose videos').setInputFiles(paths)
  await stage.page().getByRole('button', { name: 'Upload all' }).click()

  let costly = 0
  const names: string[] = []
  for (let count = 0; count < faultsOfBatch; count++) {
    await delay(random.integer(200, 2500))
    const fault = random.weighted(faults)
    await fault.strike(stage, random)
    names.push(fault.name)
    struck.set(fault.name, (struck.get(fault.name) ?? 0) + 1)
    if (fault.costsParts) costly++
    await help(paths)
  }
  await region.setFaults(none)
  await settle(paths, stage)
  await check(paths, before, costly, batch, names)
}

/** Does what a person would: retries what failed, chooses again what the browser could not keep. */
async function help(paths: string[]): Promise<void> {
  const page = stage.page()
  for (const path of paths) {
    const job = page.getByRole('article', { name: path.split('/').at(-1) ?? '' })
    const state = await job.getAttribute('data-stage', { timeout: 500 }).catch(() => undefined)
    if (state === 'failed' || state === 'canceled') {
      helped.retried++
      console.log(`  failed: ${(await job.innerText()).replaceAll('\n', ' ')}`)
      await job.getByRole('button', { name: 'Retry' }).click()
    } else if (state === 'paused' && (await job.getByText('Choose this file again').count())) {
      helped.chosenAgain++
      await page.getByLabel('Choose videos').setInputFiles(path)
    } else if (state === 'draft') await job.getByRole('button', { name: 'Upload' }).click()
    else if (state === 'paused') await job.getByRole('button', { name: 'Resume' }).click()
  }
}

/** Waits until all of a batch can be played. */
async function settle(paths: string[], { page, passTime }: Stage): Promise<void> {
  const until = Date.now() + 240_000
  for (;;) {
    const ready = await page().locator('article[data-stage=ready]').count()
    if (ready === paths.length) return
    if (Date.now() > until) {
      const stages = await page().locator('article').allInnerTexts()
      throw new Error(`Not all were published: ${JSON.stringify(stages)}`)
    }
    await help(paths)
    // A request that was swallowed is given up after a minute.
    await passTime(5000)
    await delay(1000)
  }
}

async function check(
  paths: string[],
  before: number,
  costly: number,
  batch: number,
  names: string[],
): Promise<void> {
  const { region } = stage
  const media = await region.media()
  let size = 0
  for (const path of paths) {
    const name = path
      .split('/')
      .at(-1)
      ?.replace(/\.mp4$/, '')
    const found = media.filter((one) => one.name === name).map((one) => one.sha256)
    const expected = await sha256(path)
    if (found.length !== 1 || found[0] !== expected)
      throw new Error(`${name} is there ${found.length} times: ${found}, not ${expected}`)
    size += statSync(path).size
    rmSync(path)
  }
  const again = (await region.stats()).partBytesReceived - before - size
  const ceiling = costly * inFlight
  sentAgain += again
  videos += paths.length
  const inMegabytes = (bytes: number) => (bytes / megabyte).toFixed(1)
  console.log(
    `Batch ${batch}, ${inMegabytes(size)} MiB: ${names.join(', ')}. ${inMegabytes(again)} MiB again, of ${inMegabytes(ceiling)} at most.`,
  )
  if (again > ceiling) throw new Error('More was sent again than was on its way.')
  await stage.page().getByRole('button', { name: 'Remove finished' }).click()
}

function summary(verdict: string): void {
  console.table(Object.fromEntries([...struck].sort(([, a], [, b]) => b - a)))
  console.log(
    `${videos} videos, ${total()} faults in ${Math.round((Date.now() - startedAt) / 1000)} s; ${(sentAgain / megabyte).toFixed(1)} MiB sent again; ${helped.retried} times retried by hand, ${helped.chosenAgain} files chosen again. ${verdict}`,
  )
}
