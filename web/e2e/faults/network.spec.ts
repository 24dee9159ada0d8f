/** Faults of the network, the upload API and COS during an upload. */
import {
  expect,
  test,
  megabyte,
  networkErrors,
  partsInFlight,
  partSize,
  settledValue,
  shiftClock,
  trackUpload,
  upload,
} from '../upload-faults.ts'
import { publishedFile } from '../test.ts'
import { sha256, writeVideo } from '../video-file.ts'

test('resends only the parts whose connection dropped', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.allowErrors(networkErrors)
  const path = testInfo.outputPath('dropped parts.mp4')
  await writeVideo(path, 12 * megabyte, 101)
  const before = (await region.stats()).partBytesReceived
  await region.setFaults({ dropParts: 3 })
  const job = await upload(page, path, 'dropped parts.mp4')
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  expect((await publishedFile(region, 'dropped parts')).sha256).toBe(await sha256(path))
  const sent = (await region.stats()).partBytesReceived - before
  expect(sent - 12 * megabyte).toBeLessThanOrEqual(partsInFlight * partSize)
})

test('a paused upload sends nothing and resumes with the missing parts', async ({
  page,
  region,
}, testInfo) => {
  const size = 16 * megabyte
  const path = testInfo.outputPath('paused.mp4')
  await writeVideo(path, size, 108)
  const { received, slowDownAt } = await trackUpload(region)
  await region.setFaults({ bytesPerSecond: megabyte })
  const job = await upload(page, path, 'paused.mp4')
  await slowDownAt(size / 4, received)
  await job.getByRole('button', { name: 'Pause' }).click()
  await expect(job).toHaveAttribute('data-stage', 'paused')
  // The connection is fast again, so a running upload would end soon. Parts in flight have ended when the count is stable.
  await region.setFaults({ bytesPerSecond: 0 })
  expect(await settledValue(received)).toBeLessThan(size)
  await job.getByRole('button', { name: 'Resume' }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  expect((await received()) - size).toBeLessThanOrEqual(partsInFlight * partSize)
  expect((await publishedFile(region, 'paused')).sha256).toBe(await sha256(path))
})

for (const [name, faults] of [
  // The responses of the Complete request and of the commits after it.
  ['lost answers', { lostAnswers: 3 }],
  ['lost answers, one commit', { lostAnswers: 2, singleCommits: true }],
] as const)
  test(`sends nothing again and publishes once if responses are lost after the last part: ${name} @whole`, async ({
    page,
    region,
    guard,
  }, testInfo) => {
    guard.allowErrors(networkErrors)
    const path = testInfo.outputPath(`${name}.mp4`)
    await writeVideo(path, 6 * megabyte, 114)
    const { expectPublished } = await trackUpload(region)
    await region.setFaults(faults)
    const job = await upload(page, path, `${name}.mp4`)
    await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
    await expectPublished(path, 0)
  })

test('waits until a series of server errors ends @whole', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.allowErrors(networkErrors)
  const path = testInfo.outputPath('burst.mp4')
  await writeVideo(path, 16 * megabyte, 115)
  const { received, slowDownAt, expectPublished } = await trackUpload(region)
  await region.setFaults({ bytesPerSecond: megabyte })
  const job = await upload(page, path, 'burst.mp4')
  await slowDownAt(6 * megabyte, received)
  await region.setFaults({ serverErrors: 8, bytesPerSecond: 0 })
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 90_000 })
  await expectPublished(path)
})

test('requests new signatures when they have expired @whole', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.allowErrors(networkErrors)
  const path = testInfo.outputPath('expired.mp4')
  await writeVideo(path, 6 * megabyte, 116)
  const { expectPublished } = await trackUpload(region)
  await region.setFaults({ expiredSignatures: 2 })
  const job = await upload(page, path, 'expired.mp4')
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expectPublished(path, 0)
})

test('does not resend parts whose ETag is always hidden @whole', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.allowErrors(networkErrors)
  const path = testInfo.outputPath('hidden.mp4')
  await writeVideo(path, 12 * megabyte, 118)
  const { expectPublished } = await trackUpload(region)
  await region.setFaults({ hiddenEtags: 1_000 })
  const job = await upload(page, path, 'hidden.mp4')
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expectPublished(path, 0)
})

for (const [hours, name] of [
  [5, 'ahead'],
  [-5, 'behind'],
] as const)
  test(`uploads from a device whose clock is hours ${name} @whole`, async ({
    page,
    region,
    guard,
  }, testInfo) => {
    guard.allowErrors(networkErrors)
    await shiftClock(page, hours * 3_600_000)
    const path = testInfo.outputPath(`clock ${name}.mp4`)
    await writeVideo(path, 12 * megabyte, 119 + hours)
    const { expectPublished } = await trackUpload(region)
    const job = await upload(page, path, `clock ${name}.mp4`)
    await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
    await expectPublished(path)
  })

test('resumes automatically after the device was offline @whole', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.allowErrors(networkErrors)
  const size = 16 * megabyte
  const path = testInfo.outputPath('offline.mp4')
  await writeVideo(path, size, 110)
  const { received, slowDownAt } = await trackUpload(region)
  await region.setFaults({ bytesPerSecond: megabyte })
  const job = await upload(page, path, 'offline.mp4')
  await slowDownAt(size / 4, received)
  await page.context().setOffline(true)
  await expect(job).toContainText('Waiting for a connection')
  await expect(page).toHaveTitle(/^\d+% – Reelferry$/)
  await region.setFaults({ bytesPerSecond: 0 })
  await page.context().setOffline(false)
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  expect((await publishedFile(region, 'offline')).sha256).toBe(await sha256(path))
  expect((await received()) - size).toBeLessThanOrEqual(partsInFlight * partSize)
})

test('renews credentials that expire during an upload @whole', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.allowErrors(networkErrors)
  const size = 24 * megabyte
  const path = testInfo.outputPath('renewed.mp4')
  await writeVideo(path, size, 111)
  const before = await region.stats()
  await region.setFaults({ credentialsTtlSeconds: 3, bytesPerSecond: megabyte })
  const job = await upload(page, path, 'renewed.mp4')
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  const after = await region.stats()
  expect(after.applies - before.applies).toBeGreaterThan(1)
  expect((await publishedFile(region, 'renewed')).sha256).toBe(await sha256(path))
  expect(after.partBytesReceived - before.partBytesReceived - size).toBeLessThanOrEqual(
    partsInFlight * partSize,
  )
})

test('retries a failed commit without sending the file again', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.allowErrors(networkErrors)
  const path = testInfo.outputPath('commit.mp4')
  await writeVideo(path, 6 * megabyte, 103)
  const { expectPublished } = await trackUpload(region)
  await region.setFaults({ commitFailures: 1 })
  const job = await upload(page, path, 'commit.mp4')
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expectPublished(path, 0)
})

test('detects a server that accepts requests and never responds @whole', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.allowErrors(networkErrors)
  await shiftClock(page, 0)
  const path = testInfo.outputPath('silent.mp4')
  await writeVideo(path, 16 * megabyte, 121)
  const { stored, slowDownAt, expectPublished } = await trackUpload(region)
  await region.setFaults({ bytesPerSecond: megabyte })
  const job = await upload(page, path, 'silent.mp4')
  await slowDownAt(1, stored)
  await region.setFaults({ silent: true, bytesPerSecond: 0 })
  // More than a minute passes without progress. The page checks every few seconds.
  await expect(async () => {
    await page.evaluate(() => (window.timePassed += 61_000))
    await expect(job).toContainText('Reconnecting…', { timeout: 8000 })
  }).toPass({ timeout: 60_000 })
  await region.setFaults({ silent: false })
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expectPublished(path)
})
