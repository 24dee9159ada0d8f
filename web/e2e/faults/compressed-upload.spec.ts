/** Uploads with compression: the result is sent while it is written. Faults, pauses, reloads and crashes. */
import { rmSync } from 'node:fs'
import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Locator, Page } from '@playwright/test'
import { BufferSource, Input, MP4 } from 'mediabunny'
import { hasPrivateFiles } from '../browsers/capabilities.ts'
import { type CompressionPage, serveMediaPage } from '../media-page.ts'
import { recordAttribute } from '../record-attribute.ts'
import { crash, publishedFile, type RegionView } from '../test.ts'
import {
  expect,
  expectStoredFiles,
  networkErrors,
  settledValue,
  test as base,
} from '../upload-faults.ts'
import { sha256 } from '../video-file.ts'

const seconds = 5
const kbps = 5000

/** Global of the media page. */
declare const compression: CompressionPage

const test = base.extend<object, { source: string }>({
  /** Path of a video of some megabytes that compresses badly. */
  source: [
    async ({ browser }, use) => {
      const directory = await mkdtemp(join(tmpdir(), 'reelferry-compressed-'))
      const site = await serveMediaPage(join(directory, 'page'))
      const page = await browser.newPage()
      await page.goto(site.origin)
      const bytes = await page.evaluate(
        async (options) => {
          await compression.makeNoise(options)
          return compression.bytes()
        },
        { width: 640, height: 360, frameRate: 30, seconds, rectangles: 40 },
      )
      const path = join(directory, 'source.mp4')
      await writeFile(path, bytes, 'base64')
      await page.close()
      site.close()
      await use(path)
      rmSync(directory, { recursive: true })
    },
    { scope: 'worker' },
  ],
})

const published = (region: RegionView, name: string) =>
  publishedFile(region, name.replace(/\.mp4$/, ''))

/** Adds the source under the given name and sets a custom bitrate. */
async function choose(
  page: Page,
  path: string,
  name: string,
  before?: (quality: Locator) => Promise<void>,
) {
  const buffer = await readFile(path)
  await page.getByLabel('Choose videos').setInputFiles({ name, mimeType: 'video/mp4', buffer })
  const job = page.getByRole('article', { name })
  await before?.(job.getByLabel('Quality'))
  await job.getByLabel('Quality').selectOption('Custom')
  await job.getByLabel('Bitrate (kbps)').fill(String(kbps))
  await job.getByLabel('Bitrate (kbps)').press('Tab')
  return job
}

/**
 * SHA-256 of the only finished output file in the origin private file system, hex. Waits for it in the page, because the
 * file is removed as soon as it is published.
 */
const hashOfResult = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const root = await navigator.storage.getDirectory()
    const directory = await root.getDirectoryHandle('compressed', { create: true })
    let finished: string | undefined
    while (!finished) {
      await new Promise(requestAnimationFrame)
      const names: string[] = []
      for await (const name of (directory as unknown as { keys(): AsyncIterable<string> }).keys())
        names.push(name)
      finished = names.find((name) => names.includes(`${name}.verified`))
    }
    const file = await (await directory.getFileHandle(finished)).getFile()
    const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer())
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
  })

/** Names of the output files in the origin private file system. */
function outputFiles(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const root = await navigator.storage.getDirectory()
    const directory = await root.getDirectoryHandle('compressed', { create: true })
    const names: string[] = []
    for await (const name of (directory as unknown as { keys(): AsyncIterable<string> }).keys())
      names.push(name)
    return names
  })
}

/** Bytes of all output files in the origin private file system. */
function bytesWritten(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const root = await navigator.storage.getDirectory()
    const directory = await root.getDirectoryHandle('compressed', { create: true })
    let bytes = 0
    type Files = { values(): AsyncIterable<FileSystemFileHandle> }
    for await (const handle of (directory as unknown as Files).values())
      bytes += (await handle.getFile()).size
    return bytes
  })
}

/**
 * Presses a button of a compressing job as soon as the button exists. Runs in the page, because a short clip would be
 * finished before a click from outside arrives.
 */
const pressWhileCompressing = (job: Locator, name: string) =>
  job.evaluate(
    (article, name) =>
      new Promise<void>((resolve) => {
        const observer = new MutationObserver(() => {
          const buttons = [...article.querySelectorAll('button')]
          const wanted = buttons.find(
            ({ ariaLabel, textContent }) => (ariaLabel ?? textContent.trim()) === name,
          )
          if (article.dataset.stage !== 'compressing' || !wanted) return
          observer.disconnect()
          wanted.click()
          resolve()
        })
        observer.observe(article, { attributes: true, childList: true, subtree: true })
      }),
    name,
  )

test('publishes the compressed file unchanged and sends it once', async ({
  page,
  region,
  source,
}) => {
  const name = 'overlapped.mp4'
  await region.setFaults({ bytesPerSecond: 600_000 })
  const before = await region.stats()
  // An earlier upload measured a slow connection, so compressing is recommended.
  await page.addInitScript(() => localStorage.setItem('reelferry.uploadSpeed', '100000'))
  await page.goto('/')
  const job = await choose(page, source, name, async (quality) => {
    await expect(quality).toHaveValue('360p')
    await expect(quality.locator('option:checked')).toHaveText(/^360p · ~.* · −\d+% · ~.*s$/)
    await expect(page.getByRole('article')).toContainText('640 × 360')
  })
  const stages = await recordAttribute(job, 'data-stage')
  const texts = await recordAttribute(job.getByRole('progressbar'), 'aria-valuetext')
  await job.getByRole('button', { name: 'Upload' }).click()
  const hash = await hashOfResult(page)
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  expect(await stages()).toEqual(expect.arrayContaining(['compressing', 'uploading']))
  expect(await texts()).toContainEqual(expect.stringMatching(/^Compressing, \d+/))

  const media = await published(region, name)
  expect(media.sha256).toBe(hash)
  expect(media.size).toBeLessThan((await stat(source)).size)
  const after = await region.stats()
  expect(after.partBytesReceived - before.partBytesReceived).toBe(media.size)
  expect([after.applies - before.applies, after.commits - before.commits]).toEqual([1, 1])
  await expect.poll(() => outputFiles(page)).toEqual([])

  const stored = await (await page.request.get(media.mediaUrl)).body()
  const input = new Input({ source: new BufferSource(stored), formats: [MP4] })
  expect(await input.computeDuration()).toBeCloseTo(seconds, 1)
  const stats = await (await input.getPrimaryVideoTrack())?.computePacketStats()
  expect(stats?.packetCount).toBe(seconds * 30)
})

test('sends the finished file again in an ordinary upload if VOD checks the size @whole', async ({
  page,
  region,
  source,
}) => {
  const name = 'minded.mp4'
  await region.setFaults({ bytesPerSecond: 600_000, exactSizes: true })
  const before = await region.stats()
  await page.goto('/')
  const job = await choose(page, source, name)
  await job.getByRole('button', { name: 'Upload' }).click()
  const hash = await hashOfResult(page)
  const countSince = async (call: 'applies' | 'commits') =>
    (await region.stats())[call] - before[call]
  await expect.poll(() => countSince('commits')).toBeGreaterThan(0)
  await region.setFaults({ bytesPerSecond: 20_000 })
  await expect.poll(() => countSince('applies')).toBe(2)
  await expect(job).toHaveAttribute('data-stage', 'uploading')
  await job.getByRole('button', { name: 'Pause' }).click()
  await expect(job).toHaveAttribute('data-stage', 'paused')
  await region.setFaults({ bytesPerSecond: 0 })
  await job.getByRole('button', { name: 'Resume' }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  const { sha256, size } = await published(region, name)
  expect(sha256).toBe(hash)
  // The file is sent twice, and parts in flight at the pause are sent again.
  const received = (await region.stats()).partBytesReceived - before.partBytesReceived
  expect(received).toBeLessThanOrEqual(3 * size)
})

test('publishes the compressed file after dropped parts and an outage @core @webkit', async ({
  page,
  engine,
  region,
  source,
  guard,
}) => {
  guard.allowErrors(networkErrors)
  const name = 'stormy.mp4'
  // Dropped parts are still being sent again, for seconds, when the first part has arrived.
  await region.setFaults({ bytesPerSecond: 150_000, dropParts: 2 })
  await page.goto('/')
  const job = await choose(page, source, name)
  const { parts } = await region.stats()
  // Without private files the test cannot see when the result is finished, so the outage comes first.
  const isResultVisible = hasPrivateFiles.includes(engine)
  if (!isResultVisible) await region.setFaults({ offline: true })
  await job.getByRole('button', { name: 'Upload' }).click()
  if (isResultVisible) {
    await expect.poll(async () => (await region.stats()).parts - parts).toBeGreaterThan(0)
    await region.setFaults({ offline: true })
  }
  const hash = isResultVisible ? await hashOfResult(page) : undefined
  await expect(job).toContainText('Reconnecting')
  await region.setFaults({ offline: false, bytesPerSecond: 600_000 })
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  const media = await published(region, name)
  if (hash) return expect(media.sha256).toBe(hash)
  // The studio has compared the result with the source, and COS has checked each part.
  const stored = await (await page.request.get(media.mediaUrl)).body()
  // The encoder of WebKitGTK ignores the bitrate. If its result is not smaller, the original is sent.
  expect(stored.length).toBeLessThanOrEqual((await stat(source)).size)
  const input = new Input({ source: new BufferSource(stored), formats: [MP4] })
  expect(await input.computeDuration()).toBeCloseTo(seconds, 1)
})

test('a pause stops trimming, compressing and sending, and a cancel leaves no output file @whole', async ({
  page,
  region,
  source,
}) => {
  await region.setFaults({ bytesPerSecond: 600_000 })
  await page.goto('/')
  const job = await choose(page, source, 'held.mp4')
  await job.getByRole('button', { name: 'Trim & cover' }).click()
  const editor = page.getByRole('dialog')
  await editor.getByRole('slider', { name: 'Out' }).press('ArrowLeft')
  await editor.getByRole('button', { name: 'Done' }).click()
  const arrivedBefore = (await region.stats()).partBytesReceived
  const pausing = pressWhileCompressing(job, 'Pause')
  await job.getByRole('button', { name: 'Upload', exact: true }).click()
  await pausing
  await expect(job).toHaveAttribute('data-stage', 'paused')
  const progress = async () => ({
    written: await bytesWritten(page),
    arrived: (await region.stats()).partBytesReceived - arrivedBefore,
  })
  // Parts in flight may still arrive.
  const paused = await settledValue(progress)
  await job.getByRole('button', { name: 'Resume' }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  const stored = await (
    await page.request.get((await published(region, 'held.mp4')).mediaUrl)
  ).body()
  expect(paused.written).toBeLessThan(stored.length)
  expect(paused.arrived).toBeLessThan(stored.length)
  const input = new Input({ source: new BufferSource(stored), formats: [MP4] })
  expect(await input.computeDuration()).toBeCloseTo(seconds - 1 / 30, 2)

  const other = await choose(page, source, 'canceled.mp4')
  const canceling = pressWhileCompressing(other, 'Cancel')
  await other.getByRole('button', { name: 'Upload' }).click()
  await canceling
  await expect(other).toHaveAttribute('data-stage', 'canceled')
  await expect.poll(() => outputFiles(page)).toEqual([])
})

test('a reloaded page resumes with the finished file and does not compress again @whole', async ({
  page,
  region,
  source,
  guard,
}) => {
  guard.allowErrors(networkErrors)
  const name = 'reopened.mp4'
  await region.setFaults({ bytesPerSecond: 60_000 })
  await page.goto('/')
  const job = await choose(page, source, name)
  await job.getByRole('button', { name: 'Upload' }).click()
  const hash = await hashOfResult(page)
  // The source is stored a moment after it was chosen.
  await expectStoredFiles(page, 1)
  page.on('dialog', (dialog) => void dialog.accept())
  await page.reload()
  const restored = page.getByRole('article', { name })
  await expect(restored).toContainText('Already compressed.')
  await region.setFaults({ bytesPerSecond: 0 })
  await expect(restored).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  expect((await published(region, name)).sha256).toBe(hash)
})

for (const isTrimmed of [false, true])
  test(`after a crash while ${isTrimmed ? 'trimming and ' : ''}compressing, the job explains it and compresses again @cdp @whole`, async ({
    page,
    context,
    region,
    source,
  }) => {
    const name = `killed ${isTrimmed}.mp4`
    await region.setFaults({ bytesPerSecond: 600_000 })
    await page.goto('/')
    const job = await choose(page, source, name)
    if (isTrimmed) {
      // A trim between key frames, in original quality.
      await job.getByLabel('Quality').selectOption('Original')
      await job.getByRole('button', { name: 'Trim & cover' }).click()
      const editor = page.getByRole('dialog')
      await editor.getByRole('slider', { name: 'In' }).press('ArrowRight')
      await expect(editor).toContainText('Exact cut')
      await editor.getByRole('button', { name: 'Done' }).click()
    }
    await expectStoredFiles(page, 1)
    await job.getByRole('button', { name: 'Upload', exact: true }).click()
    await expect(job).toHaveAttribute('data-stage', 'compressing')
    await job.getByRole('button', { name: 'Pause' }).click()
    await expect.poll(() => outputFiles(page)).toHaveLength(1)
    await crash(page)

    const next = await context.newPage()
    await next.goto('/')
    const restored = next.getByRole('article', { name })
    await restored.getByRole('button', { name: 'Resume' }).click()
    await expect(restored).toContainText('Compression was interrupted')
    await expect(restored).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
    const stored = await (await next.request.get((await published(region, name)).mediaUrl)).body()
    const input = new Input({ source: new BufferSource(stored), formats: [MP4] })
    const stats = await (await input.getPrimaryVideoTrack())?.computePacketStats()
    expect(stats?.packetCount).toBe(seconds * 30 - Number(isTrimmed))
    await expect.poll(() => outputFiles(next)).toEqual([])
  })

test('sends the original if compressing would not make it smaller @whole', async ({
  page,
  region,
}) => {
  const path = fileURLToPath(new URL('../fixtures/clip.mp4', import.meta.url))
  const name = 'small already.mp4'
  await page.goto('/')
  const job = await choose(page, path, name)
  await job.getByLabel('Bitrate (kbps)').fill('20000')
  await job.getByLabel('Bitrate (kbps)').press('Tab')
  await job.getByRole('button', { name: 'Upload' }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  expect((await published(region, name)).sha256).toBe(await sha256(path))
})

test('explains that this browser cannot decode a video, and sends the original', async ({
  page,
  region,
}) => {
  const path = fileURLToPath(new URL('../fixtures/media/hevc.mp4', import.meta.url))
  await page.goto('/')
  await page.getByLabel('Choose videos').setInputFiles(path)
  const job = page.getByRole('article', { name: 'hevc.mp4' })
  await expect(job).toContainText('can’t convert this format')
  await expect(job.getByRole('option', { name: '720p' })).toBeDisabled()
  await expect(job.getByLabel('Quality')).toHaveValue('Original')
  await job.getByRole('button', { name: 'Upload' }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  expect((await published(region, 'hevc.mp4')).sha256).toBe(await sha256(path))
})
