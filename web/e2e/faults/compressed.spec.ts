/** The whole line with a compression in it: what is sent while it is written, and what breaks on the way. */
import { rmSync } from 'node:fs'
import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Locator, Page } from '@playwright/test'
import { BufferSource, Input, MP4 } from 'mediabunny'
import { type CompressionPage, serveMediaPage } from '../media-page.ts'
import { expectFilesKept } from '../faulty.ts'
import { expect, type RegionView, test as base } from '../test.ts'
import { sha256 } from '../video-file.ts'

const seconds = 5
const kbps = 5000

/** Of the page. */
declare const compression: CompressionPage

const test = base.extend<object, { source: string }>({
  /** A video of some megabytes that stays large. */
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

const none = { offline: false, bytesPerSecond: 0, dropParts: 0, exactSizes: false }
test.beforeEach(({ region }) => region.setFaults(none))
test.afterEach(({ region }) => region.setFaults(none))

/** Chooses the source under a name of the test's, and a bitrate. */
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

/** SHA-256 of the one compressed file that waits in the page's own file system, once it is finished. */
async function hashOfResult(page: Page): Promise<string> {
  const hash = () =>
    page.evaluate(async () => {
      const root = await navigator.storage.getDirectory()
      const directory = await root.getDirectoryHandle('compressed', { create: true })
      const names: string[] = []
      for await (const name of (directory as unknown as { keys(): AsyncIterable<string> }).keys())
        names.push(name)
      const finished = names.find((name) => names.includes(`${name}.verified`))
      if (!finished) return ''
      const file = await (await directory.getFileHandle(finished)).getFile()
      const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer())
      return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join(
        '',
      )
    })
  await expect.poll(hash, { timeout: 60_000 }).not.toBe('')
  return hash()
}

/** Names of the files in the page's own file system that compressing wrote. */
function filesLeft(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const root = await navigator.storage.getDirectory()
    const directory = await root.getDirectoryHandle('compressed', { create: true })
    const names: string[] = []
    for await (const name of (directory as unknown as { keys(): AsyncIterable<string> }).keys())
      names.push(name)
    return names
  })
}

/** Bytes that compressing has written into the page's own file system. */
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
 * Presses a button of a job that compresses, as soon as it has it. From within the page: a short clip is compressed
 * before a click from outside arrives.
 */
const pressWhileCompressing = (job: Locator, name: string) =>
  job.evaluate(
    (article, name) =>
      new Promise<void>((resolve) => {
        const observer = new MutationObserver(() => {
          const buttons = [...article.querySelectorAll('button')]
          const wanted = buttons.find(({ textContent }) => textContent.trim() === name)
          if (article.dataset.stage !== 'compressing' || !wanted) return
          observer.disconnect()
          wanted.click()
          resolve()
        })
        observer.observe(article, { attributes: true, childList: true, subtree: true })
      }),
    name,
  )

async function published(region: RegionView, name: string) {
  const media = (await region.media()).filter((one) => `${one.name}.mp4` === name)
  expect(media).toHaveLength(1)
  const [only] = media
  if (!only) throw new Error('Nothing is published.')
  return only
}

test('what is compressed is published as it lies in the page, and sent once', async ({
  page,
  region,
  source,
}) => {
  const name = 'overlapped.mp4'
  await region.setFaults({ bytesPerSecond: 600_000 })
  const before = await region.stats()
  // What an earlier upload measured, on a slow line: then it pays to compress.
  await page.addInitScript(() => localStorage.setItem('reelferry.uploadSpeed', '100000'))
  await page.goto('/')
  const job = await choose(page, source, name, async (quality) => {
    await expect(quality).toHaveValue('360p')
    await expect(page.getByRole('article')).toContainText(
      /640 × 360 · about .* less · .* to compress · .* to send · no sound/,
    )
  })
  await job.getByRole('button', { name: 'Upload' }).click()
  await expect(job).toHaveAttribute('data-stage', 'compressing')
  await expect(job.getByRole('progressbar')).toHaveAttribute('aria-valuetext', /^Compressing, \d+/)
  const hash = await hashOfResult(page)
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })

  const media = await published(region, name)
  expect(media.sha256).toBe(hash)
  expect(media.size).toBeLessThan((await stat(source)).size)
  const after = await region.stats()
  expect(after.partBytesReceived - before.partBytesReceived).toBe(media.size)
  expect([after.applies - before.applies, after.commits - before.commits]).toEqual([1, 1])
  await expect.poll(() => filesLeft(page)).toEqual([])

  const stored = await (await page.request.get(media.mediaUrl)).body()
  const input = new Input({ source: new BufferSource(stored), formats: [MP4] })
  expect(await input.computeDuration()).toBeCloseTo(seconds, 1)
  const stats = await (await input.getPrimaryVideoTrack())?.computePacketStats()
  expect(stats?.packetCount).toBe(seconds * 30)
})

test('where VOD minds the size, the same bytes go the ordinary way', async ({
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
  const since = async (what: 'applies' | 'commits') => (await region.stats())[what] - before[what]
  await expect.poll(() => since('commits')).toBeGreaterThan(0)
  await region.setFaults({ bytesPerSecond: 20_000 })
  await expect.poll(() => since('applies')).toBe(2)
  await expect(job).toHaveAttribute('data-stage', 'uploading')
  await job.getByRole('button', { name: 'Pause' }).click()
  await expect(job).toHaveAttribute('data-stage', 'paused')
  await region.setFaults({ bytesPerSecond: 0 })
  await job.getByRole('button', { name: 'Resume' }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  const { sha256, size } = await published(region, name)
  expect(sha256).toBe(hash)
  // Twice, and what was on its way when it was paused.
  const received = (await region.stats()).partBytesReceived - before.partBytesReceived
  expect(received).toBeLessThanOrEqual(3 * size)
})

test('dropped parts and an outage cost nothing but their bytes', async ({
  page,
  region,
  source,
  guard,
}) => {
  guard.expectNoise(/ERR_|Failed to load resource/)
  const name = 'stormy.mp4'
  await region.setFaults({ bytesPerSecond: 600_000, dropParts: 2 })
  await page.goto('/')
  const job = await choose(page, source, name)
  const { parts } = await region.stats()
  await job.getByRole('button', { name: 'Upload' }).click()
  await expect.poll(async () => (await region.stats()).parts - parts).toBeGreaterThan(0)
  await region.setFaults({ offline: true })
  const hash = await hashOfResult(page)
  await expect(job).toHaveAttribute('data-stage', 'uploading')
  await region.setFaults({ offline: false })
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  expect((await published(region, name)).sha256).toBe(hash)
})

test('a pause holds cutting, compressing and sending, and a cancel leaves nothing', async ({
  page,
  region,
  source,
}) => {
  await region.setFaults({ bytesPerSecond: 600_000 })
  await page.goto('/')
  const job = await choose(page, source, 'held.mp4')
  await job.getByRole('button', { name: 'Edit' }).click()
  const editor = page.getByRole('dialog')
  await editor.getByRole('slider', { name: 'End' }).press('ArrowLeft')
  await editor.getByRole('button', { name: 'Done' }).click()
  const arrivedBefore = (await region.stats()).partBytesReceived
  const pausing = pressWhileCompressing(job, 'Pause')
  await job.getByRole('button', { name: 'Upload', exact: true }).click()
  await pausing
  await expect(job).toHaveAttribute('data-stage', 'paused')
  const moved = async () => ({
    written: await bytesWritten(page),
    arrived: (await region.stats()).partBytesReceived - arrivedBefore,
  })
  // What was on its way may still arrive; then nothing moves any more.
  let held = await moved()
  await expect(async () => {
    held = await moved()
    await page.waitForTimeout(1000)
    expect(await moved()).toEqual(held)
  }).toPass()
  await page.waitForTimeout(2000)
  expect(await moved()).toEqual(held)
  await job.getByRole('button', { name: 'Resume' }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  const stored = await (
    await page.request.get((await published(region, 'held.mp4')).mediaUrl)
  ).body()
  expect(held.written).toBeLessThan(stored.length)
  expect(held.arrived).toBeLessThan(stored.length)
  const input = new Input({ source: new BufferSource(stored), formats: [MP4] })
  expect(await input.computeDuration()).toBeCloseTo(seconds - 1 / 30, 2)

  const other = await choose(page, source, 'canceled.mp4')
  const canceling = pressWhileCompressing(other, 'Cancel')
  await other.getByRole('button', { name: 'Upload' }).click()
  await canceling
  await expect(other).toHaveAttribute('data-stage', 'canceled')
  await expect.poll(() => filesLeft(page)).toEqual([])
})

test('a page that is opened anew goes on with the finished file, and compresses nothing again', async ({
  page,
  region,
  source,
  guard,
}) => {
  guard.expectNoise(/ERR_|Failed to load resource/)
  const name = 'reopened.mp4'
  await region.setFaults({ bytesPerSecond: 60_000 })
  await page.goto('/')
  const job = await choose(page, source, name)
  await job.getByRole('button', { name: 'Upload' }).click()
  const hash = await hashOfResult(page)
  // The source is kept for such a case, a moment after it was chosen.
  await expectFilesKept(page, 1)
  page.on('dialog', (dialog) => void dialog.accept())
  await page.reload()
  const restored = page.getByRole('article', { name })
  await expect(restored).toContainText('What was compressed before is kept')
  await region.setFaults({ bytesPerSecond: 0 })
  await expect(restored).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  expect((await published(region, name)).sha256).toBe(hash)
})

for (const isCut of [false, true])
  test(`a tab that is killed while it ${isCut ? 'cuts and ' : ''}compresses keeps its video, says so, and begins that anew`, async ({
    page,
    context,
    region,
    source,
  }) => {
    const name = `killed ${isCut}.mp4`
    await region.setFaults({ bytesPerSecond: 600_000 })
    await page.goto('/')
    const job = await choose(page, source, name)
    if (isCut) {
      // Between key frames, and otherwise as it is.
      await job.getByLabel('Quality').selectOption('Original')
      await job.getByRole('button', { name: 'Edit' }).click()
      const editor = page.getByRole('dialog')
      await editor.getByRole('slider', { name: 'Start' }).press('ArrowRight')
      await expect(editor).toContainText('encoded again')
      await editor.getByRole('button', { name: 'Done' }).click()
    }
    await expectFilesKept(page, 1)
    await job.getByRole('button', { name: 'Upload', exact: true }).click()
    await expect(job).toHaveAttribute('data-stage', 'compressing')
    await job.getByRole('button', { name: 'Pause' }).click()
    await expect.poll(() => filesLeft(page)).toHaveLength(1)
    const crashed = page.waitForEvent('crash')
    const session = await context.newCDPSession(page)
    session.send('Page.crash').catch(() => undefined)
    await crashed

    const next = await context.newPage()
    await next.goto('/')
    const restored = next.getByRole('article', { name })
    await restored.getByRole('button', { name: 'Resume' }).click()
    await expect(restored).toContainText('Your video is kept. Compressing was interrupted')
    await expect(restored).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
    const stored = await (await next.request.get((await published(region, name)).mediaUrl)).body()
    const input = new Input({ source: new BufferSource(stored), formats: [MP4] })
    const stats = await (await input.getPrimaryVideoTrack())?.computePacketStats()
    expect(stats?.packetCount).toBe(seconds * 30 - Number(isCut))
    await expect.poll(() => filesLeft(next)).toEqual([])
  })

test('what would not become smaller goes up as it is', async ({ page, region }) => {
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

test('what this browser cannot decode is said before it is sent, and goes up as it is', async ({
  page,
  region,
}) => {
  const path = fileURLToPath(new URL('../fixtures/media/hevc.mp4', import.meta.url))
  await page.goto('/')
  await page.getByLabel('Choose videos').setInputFiles(path)
  const job = page.getByRole('article', { name: 'hevc.mp4' })
  await expect(job).toContainText('cannot decode this kind of video')
  await expect(job.getByRole('option', { name: '720p' })).toBeDisabled()
  await expect(job.getByLabel('Quality')).toHaveValue('Original')
  await job.getByRole('button', { name: 'Upload' }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  expect((await published(region, 'hevc.mp4')).sha256).toBe(await sha256(path))
})
