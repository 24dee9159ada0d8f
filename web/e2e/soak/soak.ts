/**
 * `pnpm run soak [seed]`: injects at least 200 random faults (`FAULTS`) while batches of videos are uploaded in the real
 * studio. At the end the region must have every video once, with the same SHA-256, and at most the parts in flight at each
 * fault may have been sent again. A seed determines the faults; the byte at which a fault occurs depends on the machine.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { buildForThisMachine } from '../../local-build.ts'
import { megabyte, noFaults, partsInFlight } from '../upload-faults.ts'
import { startStudio } from '../studio.ts'
import { sha256, writeVideo } from '../video-file.ts'
import { faults } from './faults.ts'
import { createRandom } from './random.ts'
import { openTestEnvironment, type TestEnvironment } from './test-environment.ts'

const seed = Number(process.argv[2] ?? Math.floor(Math.random() * 2 ** 32))
const minFaults = Number(process.env.FAULTS ?? 200)
const videosPerBatch = 3
const faultsPerBatch = 10
/** Maximum bytes in flight: two videos at a time, with parts of the minimum size at these rates. */
const maxBytesInFlight = 2 * partsInFlight * megabyte

console.log(`Seed ${seed}`)
const random = createRandom(seed)
await buildForThisMachine()
const studio = await startStudio('start')
const directory = mkdtempSync(join(tmpdir(), 'reelferry-soak-'))
const environment = await openTestEnvironment(studio, join(directory, 'profile'))
process.once('SIGINT', () => process.exit(1))
process.once('exit', () => rmSync(directory, { recursive: true, force: true }))

const injected = new Map<string, number>()
const assisted = { retries: 0, filesChosenAgain: 0 }
let repeatedBytes = 0
let videos = 0
const startedAt = Date.now()
try {
  for (let batch = 1; total() < minFaults; batch++) await run(batch)
  summary('Every video is intact.')
} catch (error) {
  const image = join(tmpdir(), `reelferry-soak-${seed}.png`)
  await environment
    .page()
    .screenshot({ path: image, fullPage: true })
    .catch(() => undefined)
  console.error(error)
  summary(`Failed. Seed ${seed}; screenshot: ${image}`)
  process.exitCode = 1
}
await environment.close()
await studio.stop()
process.exit()

function total(): number {
  return [...injected.values()].reduce((sum, count) => sum + count, 0)
}

async function run(batch: number): Promise<void> {
  const { region } = environment
  await region.setFaults({ ...noFaults, bytesPerSecond: random.integer(150, 600) * 1024 })
  const paths = await Promise.all(
    Array.from({ length: videosPerBatch }, async (_, index) => {
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
  await environment.page().getByLabel('Choose videos').setInputFiles(paths)
  await environment.page().getByRole('button', { name: 'Upload all' }).click()

  let costly = 0
  const names: string[] = []
  for (let count = 0; count < faultsPerBatch; count++) {
    await delay(random.integer(200, 2500))
    const fault = random.weighted(faults)
    await fault.inject(environment, random)
    names.push(fault.name)
    injected.set(fault.name, (injected.get(fault.name) ?? 0) + 1)
    if (fault.costsParts) costly++
    await assist(paths)
  }
  await region.setFaults(noFaults)
  await waitUntilReady(paths, environment)
  await verify(paths, before, costly, batch, names)
}

/** Acts like a creator: retries failed jobs and chooses files again that the browser could not store. */
async function assist(paths: string[]): Promise<void> {
  const page = environment.page()
  for (const path of paths) {
    const job = page.getByRole('article', { name: path.split('/').at(-1) ?? '' })
    const state = await job.getAttribute('data-stage', { timeout: 500 }).catch(() => undefined)
    if (state === 'failed' || state === 'canceled') {
      assisted.retries++
      console.log(`  failed: ${(await job.innerText()).replaceAll('\n', ' ')}`)
      await job.getByRole('button', { name: 'Retry' }).click()
    } else if (state === 'paused' && (await job.getByText('Choose this file again').count())) {
      assisted.filesChosenAgain++
      await page.getByLabel('Choose videos').setInputFiles(path)
    } else if (state === 'draft') await job.getByRole('button', { name: 'Upload' }).click()
    else if (state === 'paused') await job.getByRole('button', { name: 'Resume' }).click()
  }
}

/** Waits until all videos of a batch are ready. */
async function waitUntilReady(paths: string[], { page, passTime }: TestEnvironment): Promise<void> {
  const deadline = Date.now() + 240_000
  for (;;) {
    const ready = await page().locator('article[data-stage=ready]').count()
    if (ready === paths.length) return
    if (Date.now() > deadline) {
      const stages = await page().locator('article').allInnerTexts()
      throw new Error(`Not all were published: ${JSON.stringify(stages)}`)
    }
    await assist(paths)
    // The page aborts a request without response after a minute.
    await passTime(5000)
    await delay(1000)
  }
}

/** Verifies that every video of a batch is published once and unchanged, and removes the batch. */
async function verify(
  paths: string[],
  before: number,
  costly: number,
  batch: number,
  names: string[],
): Promise<void> {
  const { region } = environment
  const media = await region.media()
  let size = 0
  for (const path of paths) {
    const name = path
      .split('/')
      .at(-1)
      ?.replace(/\.mp4$/, '')
    const found = media.filter((item) => item.name === name).map((item) => item.sha256)
    const expected = await sha256(path)
    if (found.length !== 1 || found[0] !== expected)
      throw new Error(`${name} was published ${found.length} times: ${found}; expected ${expected}`)
    size += statSync(path).size
    rmSync(path)
  }
  const repeated = (await region.stats()).partBytesReceived - before - size
  const maxRepeated = costly * maxBytesInFlight
  repeatedBytes += repeated
  videos += paths.length
  const inMegabytes = (bytes: number) => (bytes / megabyte).toFixed(1)
  console.log(
    `Batch ${batch}, ${inMegabytes(size)} MiB: ${names.join(', ')}. ${inMegabytes(repeated)} MiB sent again; the maximum is ${inMegabytes(maxRepeated)}.`,
  )
  if (repeated > maxRepeated) throw new Error('More bytes were sent again than were in flight.')
  await environment.page().getByRole('button', { name: 'Clear list' }).click()
}

function summary(verdict: string): void {
  console.table(Object.fromEntries([...injected].sort(([, a], [, b]) => b - a)))
  console.log(
    `${videos} videos, ${total()} faults in ${Math.round((Date.now() - startedAt) / 1000)} s; ${(repeatedBytes / megabyte).toFixed(1)} MiB sent again; ${assisted.retries} manual retries, ${assisted.filesChosenAgain} files chosen again. ${verdict}`,
  )
}
