/** What breaks on the way, broken on purpose. One after the other: the region's faults are for all. */
import { mkdirSync } from 'node:fs'
import { copyFile, open, utimes } from 'node:fs/promises'
import { dirname } from 'node:path'
import {
  anyNoise,
  expectFilesKept,
  megabyte,
  none,
  partsInFlight,
  partSize,
  shiftClock,
  upload,
  watched,
} from '../faulty.ts'
import { expect, test } from '../test.ts'
import { sha256, writeVideo } from '../video-file.ts'

test.beforeEach(({ region }) => region.setFaults(none))
test.afterEach(({ region }) => region.setFaults(none))

test('parts whose connection drops are sent again, and nothing else', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.expectNoise(anyNoise)
  const path = testInfo.outputPath('dropped parts.mp4')
  await writeVideo(path, 12 * megabyte, 101)
  const before = (await region.stats()).partBytesReceived
  await region.setFaults({ dropParts: 3 })
  const job = await upload(page, path, 'dropped parts.mp4')
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  const media = (await region.media()).filter(({ name }) => name === 'dropped parts')
  expect(media.map((one) => one.sha256)).toEqual([await sha256(path)])
  const sent = (await region.stats()).partBytesReceived - before
  expect(sent - 12 * megabyte).toBeLessThanOrEqual(partsInFlight * partSize)
})

test('a paused upload sends nothing, and goes on with what is missing', async ({
  page,
  region,
}, testInfo) => {
  const size = 16 * megabyte
  const path = testInfo.outputPath('paused.mp4')
  await writeVideo(path, size, 108)
  const { received, slowAfter } = await watched(region)
  await region.setFaults({ bytesPerSecond: megabyte })
  const job = await upload(page, path, 'paused.mp4')
  await slowAfter(size / 4, received)
  await job.getByRole('button', { name: 'Pause' }).click()
  await expect(job).toHaveAttribute('data-stage', 'paused')
  // The line is fast again: all would come if anything were sent. What was under way has ended once two looks agree.
  await region.setFaults({ bytesPerSecond: 0 })
  let last = -1
  await expect(async () => {
    const now = await received()
    const isStill = now === last
    last = now
    expect(isStill).toBe(true)
  }).toPass({ intervals: [500] })
  expect(last).toBeLessThan(size)
  await job.getByRole('button', { name: 'Resume' }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  expect((await received()) - size).toBeLessThanOrEqual(partsInFlight * partSize)
  const media = (await region.media()).filter(({ name }) => name === 'paused')
  expect(media.map((one) => one.sha256)).toEqual([await sha256(path)])
})

test('a tab that is killed in the middle loses nothing: the next one goes on by itself', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.expectNoise(anyNoise)
  const path = testInfo.outputPath('killed tab.mp4')
  await writeVideo(path, 16 * megabyte, 109)
  const { received, slowAfter, expectPublished } = await watched(region)
  await region.setFaults({ bytesPerSecond: megabyte })
  await upload(page, path, 'killed tab.mp4')
  await slowAfter(8 * megabyte, received)
  await expectFilesKept(page, 1)
  const context = page.context()
  await page.close({ runBeforeUnload: false })

  const again = await context.newPage()
  await again.goto('/')
  const job = again.getByRole('article', { name: 'killed tab.mp4' })
  await expect(job).toHaveAttribute('data-stage', 'uploading')
  await region.setFaults({ bytesPerSecond: 0 })
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expect(again.getByRole('article')).toHaveCount(1)
  await expectPublished(path)
  await expectFilesKept(again, 0)
})

test('a tab that is killed straight after a video was added still has it', async ({
  page,
  region,
}, testInfo) => {
  const path = testInfo.outputPath('barely added.mp4')
  await writeVideo(path, 6 * megabyte, 118)
  const { expectPublished } = await watched(region)
  const context = page.context()
  await page.goto('/')
  const choice = page.getByLabel('Choose videos')
  await expect(choice).toBeEnabled()
  // From now on none of its timers fires: what waits for a while keeps nothing.
  await page.evaluate(() => void Object.assign(window, { setTimeout: () => 0 }))
  await choice.setInputFiles(path)
  await expect(page.getByRole('article', { name: 'barely added.mp4' })).toBeVisible()
  await expectFilesKept(page, 1)
  await page.close({ runBeforeUnload: false })

  const again = await context.newPage()
  await again.goto('/')
  const job = again.getByRole('article', { name: 'barely added.mp4' })
  await job.getByRole('button', { name: 'Upload' }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expectPublished(path, 0)
})

test('a file that is overwritten while it is sent goes up as it was chosen', async ({
  playwright,
  region,
  baseURL,
  launchOptions,
}, testInfo) => {
  const path = testInfo.outputPath('overwritten under way.mp4')
  await writeVideo(path, 16 * megabyte, 119)
  const asChosen = testInfo.outputPath('as chosen', 'overwritten under way.mp4')
  mkdirSync(dirname(asChosen))
  await copyFile(path, asChosen)
  const { stored, slowAfter, expectPublished } = await watched(region)
  await region.setFaults({ bytesPerSecond: megabyte })
  // A private window, as the other tests have, keeps no copy that survives its original.
  const options = { ...launchOptions, baseURL: baseURL ?? '', locale: 'en-US' }
  const profile = testInfo.outputPath('profile')
  const context = await playwright.chromium.launchPersistentContext(profile, options)
  const page = await context.newPage()
  const job = await upload(page, path, 'overwritten under way.mp4')
  await slowAfter(1, stored)
  await expectFilesKept(page, 1)
  await writeVideo(path, 16 * megabyte, 120)
  await region.setFaults({ bytesPerSecond: 0 })
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expectPublished(asChosen)
  await context.close()
})

test('where the browser keeps no file, the same one is chosen again and goes on', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.expectNoise(anyNoise)
  // As a browser with little storage says.
  await page.context().addInitScript(() => {
    StorageManager.prototype.estimate = async () => ({ quota: 1_000_000, usage: 0 })
  })
  const path = testInfo.outputPath('not kept.mp4')
  await writeVideo(path, 16 * megabyte, 112)
  const { received, slowAfter, expectPublished } = await watched(region)
  await region.setFaults({ bytesPerSecond: megabyte })
  await upload(page, path, 'not kept.mp4')
  await slowAfter(6 * megabyte, received)
  await expect(page.getByText('no room to keep your files')).toBeVisible()
  const context = page.context()
  await page.close({ runBeforeUnload: false })

  const again = await context.newPage()
  await again.goto('/')
  const job = again.getByRole('article', { name: 'not kept.mp4' })
  await expect(job).toHaveAttribute('data-stage', 'paused')
  await expect(job).toContainText('Choose this file again')
  await region.setFaults({ bytesPerSecond: 0 })
  await again.getByLabel('Choose videos').setInputFiles(path)
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expect(again.getByRole('article')).toHaveCount(1)
  await expectPublished(path)
})

test('a browser that is started again goes on by itself with what was chosen, changed on disk or not', async ({
  playwright,
  region,
  baseURL,
  launchOptions,
}, testInfo) => {
  const paths = ['going', 'resting'].map((name) => testInfo.outputPath(`${name}.mp4`))
  for (const [index, path] of paths.entries()) await writeVideo(path, 16 * megabyte, 150 + index)
  const { stored, slowAfter, expectPublished } = await watched(region)
  await region.setFaults({ bytesPerSecond: megabyte })
  const profile = testInfo.outputPath('profile')
  const start = async () => {
    const options = { ...launchOptions, baseURL: baseURL ?? '', locale: 'en-US' }
    const context = await playwright.chromium.launchPersistentContext(profile, options)
    const page = context.pages()[0] ?? (await context.newPage())
    await page.goto('/')
    const job = (name: string) => page.getByRole('article', { name: `${name}.mp4` })
    return { context, page, job }
  }
  const before = await start()
  await before.page.getByLabel('Choose videos').setInputFiles(paths)
  await before.page.getByRole('button', { name: 'Upload all' }).click()
  await slowAfter(1, stored)
  await expect(before.page.getByText(/^\d+% of all$/)).toBeVisible()
  await before.job('resting').getByRole('button', { name: 'Pause' }).click()
  await expectFilesKept(before.page, 2)
  await before.context.close()
  const asChosen = testInfo.outputPath('as chosen', 'going.mp4')
  mkdirSync(dirname(asChosen))
  await copyFile(paths[0] ?? '', asChosen)
  await writeVideo(paths[0] ?? '', 16 * megabyte, 160)

  await region.setFaults({ bytesPerSecond: 0 })
  const after = await start()
  await expect(after.job('going')).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expect(after.job('resting')).toHaveAttribute('data-stage', 'paused')
  await after.job('resting').getByRole('button', { name: 'Resume' }).click()
  await expect(after.job('resting')).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  // Both were under way at once.
  const size = 16 * megabyte
  for (const path of [asChosen, paths[1] ?? ''])
    await expectPublished(path, size + 2 * partsInFlight * partSize)
  await after.context.close()
})

test('a page that ends while a video is being committed publishes it once', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.expectNoise(anyNoise)
  const path = testInfo.outputPath('late commit.mp4')
  await writeVideo(path, 6 * megabyte, 113)
  const { expectPublished } = await watched(region)
  await region.setFaults({ commitFailures: 1_000 })
  const job = await upload(page, path, 'late commit.mp4')
  await expect(job).toHaveAttribute('data-stage', 'committing', { timeout: 30_000 })
  const context = page.context()
  await page.close({ runBeforeUnload: false })
  // As often as the new page asks before it looks for what is stored, and once more.
  await region.setFaults({ commitFailures: 5 })
  const again = await context.newPage()
  await again.goto('/')
  const same = again.getByRole('article', { name: 'late commit.mp4' })
  await expect(same).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expectPublished(path, 0)
})

for (const [name, faults] of [
  // The completion's, and those of the commits that follow it.
  ['lost answers', { lostAnswers: 3 }],
  ['lost answers, one commit', { lostAnswers: 2, singleCommits: true }],
] as const)
  test(`answers that are lost after the last part send nothing again and publish once: ${name}`, async ({
    page,
    region,
    guard,
  }, testInfo) => {
    guard.expectNoise(anyNoise)
    const path = testInfo.outputPath(`${name}.mp4`)
    await writeVideo(path, 6 * megabyte, 114)
    const { expectPublished } = await watched(region)
    await region.setFaults(faults)
    const job = await upload(page, path, `${name}.mp4`)
    await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
    await expectPublished(path, 0)
  })

test('a burst of server errors is waited out', async ({ page, region, guard }, testInfo) => {
  guard.expectNoise(anyNoise)
  const path = testInfo.outputPath('burst.mp4')
  await writeVideo(path, 16 * megabyte, 115)
  const { received, slowAfter, expectPublished } = await watched(region)
  await region.setFaults({ bytesPerSecond: megabyte })
  const job = await upload(page, path, 'burst.mp4')
  await slowAfter(6 * megabyte, received)
  await region.setFaults({ serverErrors: 8, bytesPerSecond: 0 })
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 90_000 })
  await expectPublished(path)
})

test('signatures that expire are asked for again', async ({ page, region, guard }, testInfo) => {
  guard.expectNoise(anyNoise)
  const path = testInfo.outputPath('expired.mp4')
  await writeVideo(path, 6 * megabyte, 116)
  const { expectPublished } = await watched(region)
  await region.setFaults({ expiredSignatures: 2 })
  const job = await upload(page, path, 'expired.mp4')
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expectPublished(path, 0)
})

test('a session that VOD forgot while the page was closed begins anew, without asking', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.expectNoise(anyNoise)
  const path = testInfo.outputPath('forgotten.mp4')
  const size = 16 * megabyte
  await writeVideo(path, size, 117)
  const { stored, received, slowAfter, expectPublished } = await watched(region)
  await region.setFaults({ bytesPerSecond: megabyte })
  await upload(page, path, 'forgotten.mp4')
  await slowAfter(1, stored)
  await expectFilesKept(page, 1)
  const context = page.context()
  await page.close({ runBeforeUnload: false })
  const before = await received()
  const { applies } = await region.stats()
  await region.setFaults({ sessionTtlSeconds: 0 })
  const again = await context.newPage()
  await again.goto('/')
  const job = again.getByRole('article', { name: 'forgotten.mp4' })
  await expect(job).toHaveAttribute('data-stage', 'uploading')
  // Three refusals are believed; the fourth call opens another session.
  await expect.poll(async () => (await region.stats()).applies - applies).toBeGreaterThan(3)
  await region.setFaults({ sessionTtlSeconds: 86_400, bytesPerSecond: 0 })
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  // Nothing of a forgotten session can be used.
  await expectPublished(path, before + partsInFlight * partSize)
  expect((await received()) - size).toBeGreaterThanOrEqual(partSize)
})

test('parts whose ETag is always hidden are not sent again', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.expectNoise(anyNoise)
  const path = testInfo.outputPath('hidden.mp4')
  await writeVideo(path, 12 * megabyte, 118)
  const { expectPublished } = await watched(region)
  await region.setFaults({ hiddenEtags: 1_000 })
  const job = await upload(page, path, 'hidden.mp4')
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expectPublished(path, 0)
})

for (const [hours, name] of [
  [5, 'ahead'],
  [-5, 'behind'],
] as const)
  test(`a device whose clock is hours ${name} uploads all the same`, async ({
    page,
    region,
    guard,
  }, testInfo) => {
    guard.expectNoise(anyNoise)
    await shiftClock(page, hours * 3_600_000)
    const path = testInfo.outputPath(`clock ${name}.mp4`)
    await writeVideo(path, 12 * megabyte, 119 + hours)
    const { expectPublished } = await watched(region)
    const job = await upload(page, path, `clock ${name}.mp4`)
    await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
    await expectPublished(path)
  })

test('a device that goes offline for a while goes on by itself', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.expectNoise(anyNoise)
  const size = 16 * megabyte
  const path = testInfo.outputPath('offline.mp4')
  await writeVideo(path, size, 110)
  const { received, slowAfter } = await watched(region)
  await region.setFaults({ bytesPerSecond: megabyte })
  const job = await upload(page, path, 'offline.mp4')
  await slowAfter(size / 4, received)
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
  const size = 24 * megabyte
  const path = testInfo.outputPath('renewed.mp4')
  await writeVideo(path, size, 111)
  const before = await region.stats()
  await region.setFaults({ credentialsTtlSeconds: 3, bytesPerSecond: megabyte })
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
    await writeVideo(path, 16 * megabyte, 120 + index)
    await utimes(path, time, time)
  }
  await region.setFaults({ bytesPerSecond: megabyte })
  const { stored, received, slowAfter } = await watched(region)
  await page.goto('/')
  await page.getByLabel('Choose videos').setInputFiles(paths[0] ?? '')
  const jobs = page.getByRole('article', { name: 'twin.mp4' })
  await jobs.first().getByRole('button', { name: 'Upload' }).click()
  await slowAfter(1, stored)
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
  expect((await received()) - 2 * 16 * megabyte).toBeLessThanOrEqual(partsInFlight * partSize)
})

test('a file that changed where its fingerprint does not look is sent as it is when chosen again', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.expectNoise(anyNoise)
  await page.context().addInitScript(() => {
    StorageManager.prototype.estimate = async () => ({ quota: 1_000_000, usage: 0 })
  })
  const path = testInfo.outputPath('overwritten.mp4')
  const time = new Date('2026-01-02T03:04:05Z')
  await writeVideo(path, 24 * megabyte, 142)
  await utimes(path, time, time)
  const { stored, slowAfter, expectPublished } = await watched(region)
  await region.setFaults({ bytesPerSecond: megabyte })
  await upload(page, path, 'overwritten.mp4')
  // Stored, not only received: what is in flight is sent again anyhow.
  await slowAfter(partsInFlight, stored)
  await page.close({ runBeforeUnload: false })
  // One in a part that VOD has, one in a part that it has not; the samples are 1.6 MiB apart.
  const file = await open(path, 'r+')
  for (const at of [2, 21]) await file.write(Buffer.alloc(megabyte), 0, megabyte, at * megabyte)
  await file.close()
  await utimes(path, time, time)

  const again = await page.context().newPage()
  await again.goto('/')
  const job = again.getByRole('article', { name: 'overwritten.mp4' })
  await expect(job).toHaveAttribute('data-stage', 'paused')
  await region.setFaults({ bytesPerSecond: 0 })
  await again.getByLabel('Choose videos').setInputFiles(path)
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  // Of another file, no part that is there can be used.
  await expectPublished(path, 24 * megabyte)
})

test('a second tab sends nothing twice, and takes over when the first is closed', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.expectNoise(anyNoise)
  const path = testInfo.outputPath('two tabs.mp4')
  await writeVideo(path, 16 * megabyte, 130)
  const { received, slowAfter, expectPublished } = await watched(region)
  await region.setFaults({ bytesPerSecond: megabyte })
  const second = await page.context().newPage()
  await second.goto('/')
  await expect(second.getByLabel('Choose videos')).toBeAttached()
  await upload(page, path, 'two tabs.mp4')
  await slowAfter(6 * megabyte, received)
  await expectFilesKept(page, 1)
  await expect(second.getByRole('article')).toHaveCount(0)
  await page.close({ runBeforeUnload: false })
  const job = second.getByRole('article', { name: 'two tabs.mp4' })
  await expect(job).toHaveAttribute('data-stage', 'uploading')
  await region.setFaults({ bytesPerSecond: 0 })
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expectPublished(path)
})

test('a commit that fails once is made again, without sending the file again', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.expectNoise(anyNoise)
  const path = testInfo.outputPath('commit.mp4')
  await writeVideo(path, 6 * megabyte, 103)
  const { expectPublished } = await watched(region)
  await region.setFaults({ commitFailures: 1 })
  const job = await upload(page, path, 'commit.mp4')
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expectPublished(path, 0)
})

test('a server that takes connections and never answers is noticed', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.expectNoise(anyNoise)
  await shiftClock(page, 0)
  const path = testInfo.outputPath('silent.mp4')
  await writeVideo(path, 16 * megabyte, 121)
  const { stored, slowAfter, expectPublished } = await watched(region)
  await region.setFaults({ bytesPerSecond: megabyte })
  const job = await upload(page, path, 'silent.mp4')
  await slowAfter(1, stored)
  await region.setFaults({ silent: true, bytesPerSecond: 0 })
  // Once nothing moves any more, a minute and more passes; the page looks every few seconds.
  await expect(async () => {
    await page.evaluate(() => (window.timePassed += 61_000))
    await expect(job).toContainText('Connection lost', { timeout: 8000 })
  }).toPass({ timeout: 60_000 })
  await region.setFaults({ silent: false })
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expectPublished(path)
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
  await region.setFaults({ processingMs: 3_600_000 })
  const job = await upload(page, path, 'early.mp4')
  await expect(job).toHaveAttribute('data-stage', 'processing', { timeout: 30_000 })
  const media = (await region.media()).find(({ name }) => name === 'early')
  await page.goto(`/watch/${media?.fileId}`)
  await expect(page.locator('video')).toHaveCount(0)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/being prepared|processing/i)
  await region.setFaults({ processingMs: 0 })
  await expect(page.locator('video')).toHaveCount(1, { timeout: 30_000 })
  await expect
    .poll(() => page.locator('video').evaluate((element: HTMLVideoElement) => element.readyState))
    .toBeGreaterThanOrEqual(2)
})

test('what a creator began goes on for them, and for nobody else in that browser', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.expectNoise(anyNoise)
  const context = page.context()
  const openAs = async (creatorId: string, opened = context.newPage()) => {
    const one = await opened
    const creator = { creatorId, name: creatorId, permissions: ['video:upload'] }
    await one.route('/api/session', (route) => route.fulfill({ json: { creator } }))
    await one.goto('/')
    return one
  }
  const path = testInfo.outputPath('of ada.mp4')
  await writeVideo(path, 6 * megabyte, 131)
  const { stored, slowAfter, expectPublished } = await watched(region)
  const ada = await openAs('ada', Promise.resolve(page))
  await region.setFaults({ bytesPerSecond: megabyte })
  await upload(ada, path, 'of ada.mp4')
  await slowAfter(1, stored)
  await ada.close({ runBeforeUnload: false })

  const bea = await openAs('bea')
  await bea.getByLabel('Choose videos').setInputFiles(path)
  await expect(bea.getByRole('article')).toHaveAttribute('data-stage', 'draft')
  await bea.close({ runBeforeUnload: false })

  await region.setFaults({ bytesPerSecond: 0 })
  const again = await openAs('ada')
  await expect(again.getByRole('article')).toHaveAttribute('data-stage', 'ready', {
    timeout: 60_000,
  })
  await expectPublished(path)
})
