/** What breaks on the way, broken on purpose. One after the other: the region's faults are for all. */
import { mkdirSync } from 'node:fs'
import { open, utimes } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../test.ts'
import { sha256, writeVideo } from '../video-file.ts'

const megabyte = 1024 * 1024
const partSize = 8 * megabyte
const partsInFlight = 6

const none = {
  offline: false,
  latencyMs: 0,
  bytesPerSecond: 0,
  loseCallbacks: false,
  duplicateCallbacks: false,
  failTranscode: false,
  moderation: null,
  commitFailures: 0,
  dropParts: 0,
  processingMs: 1000,
  credentialsTtlSeconds: 7200,
}

test.beforeEach(({ region }) => region.setFaults(none))
test.afterEach(({ region }) => region.setFaults(none))

async function upload(page: Page, path: string, name: string): Promise<Locator> {
  await page.goto('/')
  await page.getByLabel('Choose videos').setInputFiles(path)
  const job = page.getByRole('article', { name })
  await job.getByRole('button', { name: 'Upload' }).click()
  return job
}

const anyNoise = /Failed to load resource|CORS policy|net::ERR/

test('parts whose connection drops are sent again, and nothing else', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.expectNoise(anyNoise)
  const path = testInfo.outputPath('dropped parts.mp4')
  await writeVideo(path, 60 * megabyte, 101)
  const before = (await region.stats()).partBytesReceived
  await region.setFaults({ dropParts: 3 })
  const job = await upload(page, path, 'dropped parts.mp4')
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  const media = (await region.media()).filter(({ name }) => name === 'dropped parts')
  expect(media.map((one) => one.sha256)).toEqual([await sha256(path)])
  const sent = (await region.stats()).partBytesReceived - before
  expect(sent - 60 * megabyte).toBeLessThanOrEqual(partsInFlight * partSize)
})

test('an outage in the middle costs at most the parts in flight', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.expectNoise(anyNoise)
  const size = 120 * megabyte
  const path = testInfo.outputPath('outage.mp4')
  await writeVideo(path, size, 102)
  const before = (await region.stats()).partBytesReceived
  await region.setFaults({ bytesPerSecond: 8 * megabyte })
  const job = await upload(page, path, 'outage.mp4')
  await expect
    .poll(async () => (await region.stats()).partBytesReceived - before, { timeout: 60_000 })
    .toBeGreaterThan(size / 3)
  await region.setFaults({ offline: true })
  // Long enough for every immediate retry of the SDK to be used up: it gives up within a second.
  const failedRequests: number[] = []
  page.on('requestfailed', () => failedRequests.push(1))
  await expect.poll(() => failedRequests.length, { timeout: 30_000 }).toBeGreaterThan(12)
  await region.setFaults({ offline: false, bytesPerSecond: 0 })
  await expect(async () => {
    const stage = await job.getAttribute('data-stage')
    if (stage === 'failed') await job.getByRole('button', { name: 'Retry' }).click()
    expect(stage).toBe('ready')
  }).toPass({ timeout: 90_000 })
  const media = (await region.media()).filter(({ name }) => name === 'outage')
  expect(media.map((one) => one.sha256)).toEqual([await sha256(path)])
  const sent = (await region.stats()).partBytesReceived - before
  expect(sent - size).toBeLessThanOrEqual(partsInFlight * partSize)
})

test('a paused upload sends nothing, and goes on with what is missing', async ({
  page,
  region,
}, testInfo) => {
  const size = 100 * megabyte
  const path = testInfo.outputPath('paused.mp4')
  await writeVideo(path, size, 108)
  const before = (await region.stats()).partBytesReceived
  const received = async () => (await region.stats()).partBytesReceived - before
  await region.setFaults({ bytesPerSecond: 4 * megabyte })
  const job = await upload(page, path, 'paused.mp4')
  await expect.poll(received, { timeout: 20_000 }).toBeGreaterThan(size / 4)
  await job.getByRole('button', { name: 'Pause' }).click()
  await expect(job).toHaveAttribute('data-stage', 'paused')
  // What was under way has ended once two looks in a row see the same.
  let last = -1
  await expect(async () => {
    const now = await received()
    const isStill = now === last
    last = now
    expect(isStill).toBe(true)
  }).toPass({ intervals: [500] })
  await region.setFaults({ bytesPerSecond: 0 })
  expect(await received()).toBe(last)
  await job.getByRole('button', { name: 'Resume' }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  expect((await received()) - size).toBeLessThanOrEqual(partsInFlight * partSize)
  const media = (await region.media()).filter(({ name }) => name === 'paused')
  expect(media.map((one) => one.sha256)).toEqual([await sha256(path)])
})

test('a tab that is killed in the middle loses nothing: the file is chosen again and goes on', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.expectNoise(anyNoise)
  const size = 120 * megabyte
  const path = testInfo.outputPath('killed tab.mp4')
  await writeVideo(path, size, 109)
  const before = (await region.stats()).partBytesReceived
  const received = async () => (await region.stats()).partBytesReceived - before
  await region.setFaults({ bytesPerSecond: 8 * megabyte })
  await upload(page, path, 'killed tab.mp4')
  await expect.poll(received, { timeout: 60_000 }).toBeGreaterThan(size / 3)
  const context = page.context()
  await page.close({ runBeforeUnload: false })

  const again = await context.newPage()
  await again.goto('/')
  const job = again.getByRole('article', { name: 'killed tab.mp4' })
  await expect(job).toHaveAttribute('data-stage', 'paused')
  await region.setFaults({ bytesPerSecond: 0 })
  await again.getByLabel('Choose videos').setInputFiles(path)
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expect(again.getByRole('article')).toHaveCount(1)
  const media = (await region.media()).filter(({ name }) => name === 'killed tab')
  expect(media.map((one) => one.sha256)).toEqual([await sha256(path)])
  expect((await received()) - size).toBeLessThanOrEqual(partsInFlight * partSize)
})

test('a device that goes offline for a while goes on by itself', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.expectNoise(anyNoise)
  const size = 100 * megabyte
  const path = testInfo.outputPath('offline.mp4')
  await writeVideo(path, size, 110)
  const before = (await region.stats()).partBytesReceived
  const received = async () => (await region.stats()).partBytesReceived - before
  await region.setFaults({ bytesPerSecond: 8 * megabyte })
  const job = await upload(page, path, 'offline.mp4')
  await expect.poll(received, { timeout: 60_000 }).toBeGreaterThan(size / 4)
  await page.context().setOffline(true)
  await expect(job).toContainText('Connection lost')
  await expect(page).toHaveTitle(/^\d+% – Reelferry$/)
  await region.setFaults({ bytesPerSecond: 0 })
  await page.context().setOffline(false)
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  const media = (await region.media()).filter(({ name }) => name === 'offline')
  expect(media.map((one) => one.sha256)).toEqual([await sha256(path)])
  expect((await received()) - size).toBeLessThanOrEqual(partsInFlight * partSize)
})

test('credentials that end in the middle are renewed', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.expectNoise(anyNoise)
  const size = 90 * megabyte
  const path = testInfo.outputPath('renewed.mp4')
  await writeVideo(path, size, 111)
  const before = await region.stats()
  await region.setFaults({ credentialsTtlSeconds: 3, bytesPerSecond: 1.5 * megabyte })
  const job = await upload(page, path, 'renewed.mp4')
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  const after = await region.stats()
  expect(after.applies - before.applies).toBeGreaterThan(1)
  const media = (await region.media()).filter(({ name }) => name === 'renewed')
  expect(media.map((one) => one.sha256)).toEqual([await sha256(path)])
  expect(after.partBytesReceived - before.partBytesReceived - size).toBeLessThanOrEqual(
    partsInFlight * partSize,
  )
})

test('two different files of one name, size and time are never mixed', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.expectNoise(anyNoise)
  const paths = ['one', 'two'].map((folder) => testInfo.outputPath(folder, 'twin.mp4'))
  const time = new Date('2026-01-02T03:04:05Z')
  for (const [index, path] of paths.entries()) {
    mkdirSync(dirname(path), { recursive: true })
    await writeVideo(path, 100 * megabyte, 120 + index)
    await utimes(path, time, time)
  }
  await region.setFaults({ bytesPerSecond: 3 * megabyte })
  const storedBefore = (await region.stats()).parts
  await page.goto('/')
  await page.getByLabel('Choose videos').setInputFiles(paths[0] ?? '')
  const jobs = page.getByRole('article', { name: 'twin.mp4' })
  await jobs.first().getByRole('button', { name: 'Upload' }).click()
  await expect.poll(async () => (await region.stats()).parts).toBeGreaterThan(storedBefore)
  await jobs.first().getByRole('button', { name: 'Cancel' }).click()
  await region.setFaults({ bytesPerSecond: 0 })
  await page.getByLabel('Choose videos').setInputFiles(paths[1] ?? '')
  await jobs.last().getByRole('button', { name: 'Upload' }).click()
  await expect(jobs.last()).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await jobs.first().getByRole('button', { name: 'Retry' }).click()
  await expect(jobs.first()).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  const media = (await region.media()).filter(({ name }) => name === 'twin')
  const hashes = await Promise.all(paths.map(sha256))
  expect(media.map((one) => one.sha256).toSorted()).toEqual(hashes.toSorted())
})

test('a file that changed between sessions, where its fingerprint does not look, is sent as it is now', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.expectNoise(anyNoise)
  const size = 80 * megabyte
  const path = testInfo.outputPath('changed.mp4')
  const time = new Date('2026-01-02T03:04:05Z')
  await writeVideo(path, size, 140)
  await utimes(path, time, time)
  const before = (await region.stats()).parts
  await region.setFaults({ bytesPerSecond: 4 * megabyte })
  await upload(page, path, 'changed.mp4')
  // Stored, not only received: what is in flight is sent again anyhow.
  const stored = async () => (await region.stats()).parts - before
  await expect.poll(stored, { timeout: 60_000 }).toBeGreaterThanOrEqual(partsInFlight)
  await page.close({ runBeforeUnload: false })
  // One in a part that VOD has, one in a part that it has not; the samples are 5.3 MiB apart.
  const file = await open(path, 'r+')
  for (const at of [2, 77]) await file.write(Buffer.alloc(megabyte), 0, megabyte, at * megabyte)
  await file.close()
  await utimes(path, time, time)

  const again = await page.context().newPage()
  await again.goto('/')
  const job = again.getByRole('article', { name: 'changed.mp4' })
  await expect(job).toHaveAttribute('data-stage', 'paused')
  await region.setFaults({ bytesPerSecond: 0 })
  await again.getByLabel('Choose videos').setInputFiles(path)
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  const media = (await region.media()).filter(({ name }) => name === 'changed')
  expect(media.map((one) => one.sha256)).toEqual([await sha256(path)])
})

test('a second tab sends nothing twice, and takes over when the first is closed', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.expectNoise(anyNoise)
  const size = 80 * megabyte
  const path = testInfo.outputPath('two tabs.mp4')
  await writeVideo(path, size, 130)
  const before = (await region.stats()).partBytesReceived
  const received = async () => (await region.stats()).partBytesReceived - before
  await region.setFaults({ bytesPerSecond: 4 * megabyte })
  await upload(page, path, 'two tabs.mp4')
  await expect.poll(received, { timeout: 60_000 }).toBeGreaterThan(size / 4)
  const second = await page.context().newPage()
  await second.goto('/')
  await expect(second.getByLabel('Choose videos')).toBeAttached()
  await expect(second.getByRole('article')).toHaveCount(0)
  await page.close({ runBeforeUnload: false })
  const job = second.getByRole('article', { name: 'two tabs.mp4' })
  await expect(job).toHaveAttribute('data-stage', 'paused')
  await region.setFaults({ bytesPerSecond: 0 })
  await second.getByLabel('Choose videos').setInputFiles(path)
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  expect((await received()) - size).toBeLessThanOrEqual(partsInFlight * partSize)
})

test('a commit that fails once is made again, without sending the file again', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.expectNoise(anyNoise)
  const size = 20 * megabyte
  const path = testInfo.outputPath('commit.mp4')
  await writeVideo(path, size, 103)
  const before = (await region.stats()).partBytesReceived
  await region.setFaults({ commitFailures: 1 })
  const job = await upload(page, path, 'commit.mp4')
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  expect((await region.stats()).partBytesReceived - before).toBe(size)
})

test('lost notifications are made up for by asking VOD', async ({ page, region }, testInfo) => {
  const path = testInfo.outputPath('unheard.mp4')
  await writeVideo(path, 2 * megabyte, 104)
  await region.setFaults({ loseCallbacks: true })
  const job = await upload(page, path, 'unheard.mp4')
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
})

test('a video that fails processing says so, in the studio and to viewers', async ({
  page,
  region,
}, testInfo) => {
  const path = testInfo.outputPath('unplayable.mp4')
  await writeVideo(path, 2 * megabyte, 105)
  await region.setFaults({ failTranscode: true })
  const job = await upload(page, path, 'unplayable.mp4')
  await expect(job).toHaveAttribute('data-stage', 'failed', { timeout: 30_000 })
  const media = (await region.media()).find(({ name }) => name === 'unplayable')
  await page.goto(`/watch/${media?.fileId}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.locator('video')).toHaveCount(0)
})

test('a video that moderation blocks is rejected, and not shown', async ({
  page,
  region,
}, testInfo) => {
  const path = testInfo.outputPath('blocked.mp4')
  await writeVideo(path, 2 * megabyte, 106)
  await region.setFaults({ moderation: 'block' })
  const job = await upload(page, path, 'blocked.mp4')
  await expect(job).toHaveAttribute('data-stage', 'rejected', { timeout: 30_000 })
  const media = (await region.media()).find(({ name }) => name === 'blocked')
  await page.goto(`/watch/${media?.fileId}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.locator('video')).toHaveCount(0)
})

test('a watch page opened too early starts by itself when the video is ready', async ({
  page,
  region,
}, testInfo) => {
  const path = testInfo.outputPath('early.mp4')
  await writeVideo(path, 2 * megabyte, 107)
  await region.setFaults({ processingMs: 4000 })
  const job = await upload(page, path, 'early.mp4')
  await expect(job).toHaveAttribute('data-stage', 'processing', { timeout: 30_000 })
  const media = (await region.media()).find(({ name }) => name === 'early')
  await page.goto(`/watch/${media?.fileId}`)
  await expect(page.locator('video')).toHaveCount(0)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/being prepared|processing/i)
  await expect(page.locator('video')).toHaveCount(1, { timeout: 30_000 })
  await expect
    .poll(() => page.locator('video').evaluate((element: HTMLVideoElement) => element.readyState))
    .toBeGreaterThanOrEqual(2)
})
