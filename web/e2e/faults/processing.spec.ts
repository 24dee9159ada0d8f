/** Faults after the upload: lost webhooks, failed processing, moderation and early viewers. */
import { expect, megabyte, test, upload } from '../upload-faults.ts'
import { writeVideo } from '../video-file.ts'

test('becomes ready without webhooks, by polling VOD @whole', async ({
  page,
  region,
}, testInfo) => {
  const path = testInfo.outputPath('unheard.mp4')
  await writeVideo(path, 2 * megabyte, 104)
  await region.setFaults({ loseCallbacks: true })
  const job = await upload(page, path, 'unheard.mp4')
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
})

test('reports failed processing in the studio and to viewers', async ({
  page,
  region,
}, testInfo) => {
  const path = testInfo.outputPath('unplayable.mp4')
  await writeVideo(path, 2 * megabyte, 105)
  await region.setFaults({ failTranscode: true })
  const job = await upload(page, path, 'unplayable.mp4')
  await expect(job).toHaveAttribute('data-stage', 'failed', { timeout: 60_000 })
  const media = (await region.media()).find(({ name }) => name === 'unplayable')
  await page.goto(`/watch/${media?.fileId}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.locator('video')).toHaveCount(0)
})

test('rejects and hides a video that moderation blocks @whole', async ({
  page,
  region,
}, testInfo) => {
  const path = testInfo.outputPath('blocked.mp4')
  await writeVideo(path, 2 * megabyte, 106)
  await region.setFaults({ moderation: 'block' })
  const job = await upload(page, path, 'blocked.mp4')
  await expect(job).toHaveAttribute('data-stage', 'rejected', { timeout: 60_000 })
  const media = (await region.media()).find(({ name }) => name === 'blocked')
  await page.goto(`/watch/${media?.fileId}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.locator('video')).toHaveCount(0)
})

test('a watch page that was opened too early starts automatically when the video is ready @whole', async ({
  page,
  region,
}, testInfo) => {
  const path = testInfo.outputPath('early.mp4')
  await writeVideo(path, 2 * megabyte, 107)
  await region.setFaults({ processingMs: 3_600_000 })
  const job = await upload(page, path, 'early.mp4')
  await expect(job).toHaveAttribute('data-stage', 'processing', { timeout: 60_000 })
  const media = (await region.media()).find(({ name }) => name === 'early')
  await page.goto(`/watch/${media?.fileId}`)
  await expect(page.locator('video')).toHaveCount(0)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Processing')
  await region.setFaults({ processingMs: 0 })
  await expect(page.locator('video')).toHaveCount(1, { timeout: 60_000 })
  await expect
    .poll(() => page.locator('video').evaluate((element: HTMLVideoElement) => element.readyState))
    .toBeGreaterThanOrEqual(2)
})
