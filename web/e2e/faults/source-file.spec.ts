/** Source files that change or are easily confused. */
import { mkdirSync } from 'node:fs'
import { copyFile, open, utimes } from 'node:fs/promises'
import { dirname } from 'node:path'
import {
  expect,
  test,
  expectStoredFiles,
  megabyte,
  networkErrors,
  partsInFlight,
  partSize,
  trackUpload,
  upload,
} from '../upload-faults.ts'
import { sha256, writeVideo } from '../video-file.ts'

test('a file that is overwritten during its upload is published as it was chosen @whole', async ({
  startBrowser,
  region,
}, testInfo) => {
  const path = testInfo.outputPath('overwritten under way.mp4')
  await writeVideo(path, 16 * megabyte, 119)
  const asChosen = testInfo.outputPath('as chosen', 'overwritten under way.mp4')
  mkdirSync(dirname(asChosen))
  await copyFile(path, asChosen)
  const { stored, slowDownAt, expectPublished } = await trackUpload(region)
  await region.setFaults({ bytesPerSecond: megabyte })
  // In a private window, as in the other tests, the stored copy depends on the original file.
  const context = await startBrowser(testInfo.outputPath('profile'))
  const page = await context.newPage()
  const job = await upload(page, path, 'overwritten under way.mp4')
  await slowDownAt(1, stored)
  await expectStoredFiles(page, 1)
  await writeVideo(path, 16 * megabyte, 120)
  await region.setFaults({ bytesPerSecond: 0 })
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expectPublished(asChosen)
})

test('does not mix two different files with the same name, size and time @whole', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.allowErrors(networkErrors)
  const paths = ['one', 'two'].map((folder) => testInfo.outputPath(folder, 'twin.mp4'))
  const time = new Date('2026-01-02T03:04:05Z')
  for (const [index, path] of paths.entries()) {
    mkdirSync(dirname(path), { recursive: true })
    await writeVideo(path, 16 * megabyte, 120 + index)
    await utimes(path, time, time)
  }
  await region.setFaults({ bytesPerSecond: megabyte })
  const { stored, received, slowDownAt } = await trackUpload(region)
  await page.goto('/')
  await page.getByLabel('Choose videos').setInputFiles(paths[0] ?? '')
  const jobs = page.getByRole('article', { name: 'twin.mp4' })
  await jobs.first().getByRole('button', { name: 'Upload' }).click()
  await slowDownAt(1, stored)
  await jobs.first().getByRole('button', { name: 'Cancel' }).click()
  await region.setFaults({ bytesPerSecond: 0 })
  await page.getByLabel('Choose videos').setInputFiles(paths[1] ?? '')
  await jobs.last().getByRole('button', { name: 'Upload' }).click()
  await expect(jobs.last()).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await jobs.first().getByRole('button', { name: 'Retry' }).click()
  await expect(jobs.first()).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  const media = (await region.media()).filter(({ name }) => name === 'twin')
  const hashes = await Promise.all(paths.map(sha256))
  expect(media.map((item) => item.sha256).toSorted()).toEqual(hashes.toSorted())
  expect((await received()) - 2 * 16 * megabyte).toBeLessThanOrEqual(partsInFlight * partSize)
})

test('publishes the new content of a chosen file that changed outside the samples of its fingerprint @whole', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.allowErrors(networkErrors)
  await page.context().addInitScript(() => {
    StorageManager.prototype.estimate = async () => ({ quota: 1_000_000, usage: 0 })
  })
  const path = testInfo.outputPath('overwritten.mp4')
  const time = new Date('2026-01-02T03:04:05Z')
  await writeVideo(path, 24 * megabyte, 142)
  await utimes(path, time, time)
  const { stored, slowDownAt, expectPublished } = await trackUpload(region)
  await region.setFaults({ bytesPerSecond: megabyte })
  await upload(page, path, 'overwritten.mp4')
  // Parts must be stored, not only received, because parts in flight are sent again anyway.
  await slowDownAt(partsInFlight, stored)
  await page.close({ runBeforeUnload: false })
  // Change a part that VOD has and a part that it does not have. The samples are 1.6 MiB apart.
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
  // The stored parts belong to the old content and cannot be used.
  await expectPublished(path, 24 * megabyte)
})
