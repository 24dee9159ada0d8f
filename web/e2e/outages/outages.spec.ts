/** Faults that take minutes to pass: `pnpm run outages`. */
import { anyNoise, megabyte, none, upload, watched } from '../faulty.ts'
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
  await region.setFaults({ bytesPerSecond: megabyte })
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
