/** Faults that take minutes to pass: `pnpm run outages`. */
import {
  anyNoise,
  megabyte,
  none,
  partsInFlight,
  partSize,
  shiftClock,
  upload,
  watched,
} from '../faulty.ts'
import { expect, test } from '../test.ts'
import { writeVideo } from '../video-file.ts'

test.beforeEach(({ region }) => region.setFaults(none))
test.afterEach(({ region }) => region.setFaults(none))

test('a region that cannot be reached for a minute costs at most the parts in flight', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.expectNoise(anyNoise)
  const path = testInfo.outputPath('outage.mp4')
  await writeVideo(path, 120 * megabyte, 102)
  const { received, expectPublished } = await watched(region)
  await region.setFaults({ bytesPerSecond: 8 * megabyte })
  const job = await upload(page, path, 'outage.mp4')
  await expect.poll(received, { timeout: 60_000 }).toBeGreaterThan(40 * megabyte)
  await region.setFaults({ offline: true })
  const since = Date.now()
  await expect(job).toContainText('Connection lost')
  await expect.poll(() => Date.now() - since, { timeout: 70_000 }).toBeGreaterThan(60_000)
  await expect(job).toHaveAttribute('data-stage', 'uploading')
  await region.setFaults({ offline: false, bytesPerSecond: 0 })
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expectPublished(path)
})

test('a server that takes connections and never answers is noticed', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.expectNoise(anyNoise)
  await shiftClock(page, 0)
  const path = testInfo.outputPath('silent.mp4')
  await writeVideo(path, 100 * megabyte, 121)
  const { received, expectPublished } = await watched(region)
  await region.setFaults({ bytesPerSecond: 8 * megabyte })
  const job = await upload(page, path, 'silent.mp4')
  await expect.poll(received, { timeout: 60_000 }).toBeGreaterThan(20 * megabyte)
  await region.setFaults({ silent: true, bytesPerSecond: 0 })
  // Once nothing moves any more, a minute and more passes; the page looks every few seconds.
  await expect(async () => {
    await page.evaluate(() => (window.timePassed += 61_000))
    await expect(job).toContainText('Connection lost', { timeout: 8000 })
  }).toPass({ timeout: 60_000 })
  await region.setFaults({ silent: false })
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expectPublished(path, 2 * partsInFlight * partSize)
})
