/** Faults that last minutes: `pnpm run outages`. */
import { expect, megabyte, networkErrors, test, trackUpload, upload } from '../upload-faults.ts'
import { writeVideo } from '../video-file.ts'

test('resends at most the parts in flight after the region was unreachable for a minute', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.allowErrors(networkErrors)
  const path = testInfo.outputPath('outage.mp4')
  await writeVideo(path, 120 * megabyte, 102)
  const { received, expectPublished } = await trackUpload(region)
  await region.setFaults({ bytesPerSecond: megabyte })
  const job = await upload(page, path, 'outage.mp4')
  await expect.poll(received, { timeout: 60_000 }).toBeGreaterThan(40 * megabyte)
  await region.setFaults({ offline: true })
  const since = Date.now()
  await expect(job).toContainText('Reconnecting…')
  await expect.poll(() => Date.now() - since, { timeout: 70_000 }).toBeGreaterThan(60_000)
  await expect(job).toHaveAttribute('data-stage', 'uploading')
  await region.setFaults({ offline: false, bytesPerSecond: 0 })
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expectPublished(path)
})
