/** Location and device data in the file of a phone: shown, removed, and left in the file if the creator wants that. */
import type { APIRequestContext } from '@playwright/test'
import { expect, type RegionView, test } from './test.ts'
import { metadataRange, writePhoneVideo } from './phone-video.ts'
import { expectStoredFiles, megabyte, trackUpload } from './upload-faults.ts'

async function publishedBytes(region: RegionView, request: APIRequestContext, name: string) {
  const published = (await region.media()).find((media) => media.name === name)
  return Buffer.from(await (await request.get(published?.mediaUrl ?? '')).body())
}

test.afterEach(({ region }) => region.setFaults({ bytesPerSecond: 0 }))

test('an original is published without location and device data, also after a reload', async ({
  page,
  region,
  request,
}, testInfo) => {
  const path = testInfo.outputPath('phone.mp4')
  const source = await writePhoneVideo(path, 24 * megabyte)
  const { stored, slowDownAt } = await trackUpload(region)
  await region.setFaults({ bytesPerSecond: megabyte })
  await page.goto('/')
  await page.getByLabel('Choose videos').setInputFiles(path)
  const job = page.getByRole('article', { name: 'phone.mp4' })
  await expect(job.getByText('Contains location')).toBeVisible()
  await expect(job.getByText('iPhone 15')).toBeVisible()
  await expect(job.getByRole('checkbox', { name: 'Remove location' })).toBeChecked()
  await job.getByRole('button', { name: 'Upload' }).click()
  await slowDownAt(1, stored)
  await expectStoredFiles(page, 1)
  await page.reload()
  await expect(job).toHaveAttribute('data-stage', 'uploading')
  await region.setFaults({ bytesPerSecond: 0 })
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })

  const published = await publishedBytes(region, request, 'phone')
  const [start, end] = metadataRange(source)
  expect(published).toHaveLength(source.length)
  expect(published.subarray(0, start).equals(source.subarray(0, start))).toBe(true)
  const cleaned = published.subarray(start, end).toString('latin1')
  expect(cleaned).not.toMatch(/xyz|35\.6586|Apple|iPhone/)
  expect(cleaned.match(/free/g)).toHaveLength(3)
})

test('an original is published unchanged if the creator wants that', async ({
  page,
  region,
  request,
}, testInfo) => {
  const path = testInfo.outputPath('unchanged.mp4')
  const source = await writePhoneVideo(path, 0)
  await page.goto('/')
  await page.getByLabel('Choose videos').setInputFiles(path)
  const job = page.getByRole('article', { name: 'unchanged.mp4' })
  await job.getByRole('checkbox', { name: 'Remove location' }).uncheck()
  await expectStoredFiles(page, 1)
  await page.reload()
  await expect(job.getByRole('checkbox', { name: 'Remove location' })).not.toBeChecked()
  await job.getByRole('button', { name: 'Upload' }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  expect((await publishedBytes(region, request, 'unchanged')).equals(source)).toBe(true)
})

test('a compressed video never contains the location, so the choice is not offered for it', async ({
  page,
  region,
  request,
}, testInfo) => {
  const path = testInfo.outputPath('smaller.mp4')
  await writePhoneVideo(path, megabyte)
  await page.goto('/')
  await page.getByLabel('Choose videos').setInputFiles(path)
  const job = page.getByRole('article', { name: 'smaller.mp4' })
  const choice = job.getByRole('checkbox', { name: 'Remove location' })
  await choice.uncheck()
  await job.getByLabel('Quality').selectOption('360p')
  await expect(choice).toBeChecked()
  await expect(choice).toBeDisabled()
  await job.getByRole('button', { name: 'Upload' }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  const published = await publishedBytes(region, request, 'smaller')
  expect(published.toString('latin1')).not.toMatch(/35\.6586|iPhone/)
})
