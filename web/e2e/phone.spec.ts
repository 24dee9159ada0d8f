/** Conditions of a phone, as far as a desktop engine has them: freezing, touch, small screens, large camera files. */
import { open, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { MovOutputFormat } from 'mediabunny'
import { expect, test } from './test.ts'
import { megabyte, networkErrors, noFaults, trackUpload, upload } from './upload-faults.ts'
import { rewrap, writeVideo } from './video-file.ts'

const clip = fileURLToPath(new URL('fixtures/clip.mp4', import.meta.url))
const hevc = fileURLToPath(new URL('fixtures/media/hevc.mp4', import.meta.url))

test.beforeEach(({ region }) => region.setFaults(noFaults))
test.afterEach(({ region }) => region.setFaults(noFaults))

/**
 * Writes an HEVC video in QuickTime, as an iPhone records it, with `size` bytes. Almost all of them are a hole of the
 * file system in a `free` box with a 64-bit size (ISO/IEC 14496-12, 4.2).
 */
async function writeCameraFile(path: string, size: number): Promise<void> {
  const movie = await rewrap(hevc, new MovOutputFormat())
  const box = Buffer.alloc(16)
  box.writeUInt32BE(1)
  box.write('free', 4, 'latin1')
  box.writeBigUInt64BE(BigInt(size - movie.length), 8)
  const file = await open(path, 'w')
  await file.writev([movie, box])
  await file.truncate(size)
  await file.close()
}

test('an upload continues after its page was frozen while the network was lost @cdp @whole', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.allowErrors(networkErrors)
  const path = testInfo.outputPath('frozen.mp4')
  await writeVideo(path, 12 * megabyte, 220)
  const { stored, slowDownAt, expectPublished } = await trackUpload(region)
  await region.setFaults({ bytesPerSecond: megabyte })
  const job = await upload(page, path, 'frozen.mp4')
  await slowDownAt(1, stored)
  const session = await page.context().newCDPSession(page)
  await session.send('Page.setWebLifecycleState', { state: 'frozen' })
  await region.setFaults({ offline: true })
  await region.setFaults({ offline: false, bytesPerSecond: 0 })
  await session.send('Page.setWebLifecycleState', { state: 'active' })
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expectPublished(path)
})

test('a video of 4 GB from a phone is inspected at once and sent as it is @whole', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.allowErrors(networkErrors)
  const path = testInfo.outputPath('IMG_0001.MOV')
  await writeCameraFile(path, 4.2e9)
  await page.goto('/')
  await page.getByLabel('Choose videos').setInputFiles(path)
  const job = page.getByRole('article', { name: 'IMG_0001.MOV' })
  await expect(job).toContainText('4.2 GB')
  await expect(job).toContainText(/\d+ × \d+/)
  await expect(job.getByLabel('Quality')).toHaveValue('Original')
  const { parts } = await region.stats()
  await job.getByRole('button', { name: 'Upload' }).click()
  await expect.poll(async () => (await region.stats()).parts - parts).toBeGreaterThan(1)
  await job.getByRole('button', { name: 'Cancel' }).click()
  await expect(job).toHaveAttribute('data-stage', 'canceled')
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

  test('buttons at the lower edge stay above the bar of the system @cdp', async ({ page }) => {
    const bar = 34
    const session = await page.context().newCDPSession(page)
    await session.send('Emulation.setSafeAreaInsetsOverride', { insets: { bottom: bar } })
    /** Distance of the lowest button that does not scroll with the page from the lower edge, in pixels. */
    const distance = () =>
      page.evaluate(() => {
        const isHeld = (element: Element | null): boolean =>
          element !== null &&
          (['fixed', 'sticky'].includes(getComputedStyle(element).position) ||
            isHeld(element.parentElement))
        const distances = [...document.querySelectorAll('button, a')]
          .filter((element) => element.checkVisibility() && isHeld(element))
          .map((element) => element.getBoundingClientRect())
          .filter(({ height, bottom }) => height > 0 && bottom <= innerHeight)
          .map(({ bottom }) => innerHeight - bottom)
        return Math.min(...distances)
      })
    await page.goto('/')
    const buffer = await readFile(clip)
    for (const name of ['one.mp4', 'two.mp4'])
      await page.getByLabel('Choose videos').setInputFiles({ name, mimeType: 'video/mp4', buffer })
    await expect(page.getByRole('group', { name: 'All videos' })).toBeVisible()
    expect(await distance()).toBeGreaterThanOrEqual(bar)
    const job = page.getByRole('article', { name: 'one.mp4' })
    await job.getByRole('button', { name: 'Trim & cover' }).click()
    await expect(page.getByRole('dialog').getByRole('slider', { name: 'In' })).toBeVisible()
    expect(await distance()).toBeGreaterThanOrEqual(bar)
  })

  test('a creator publishes a video by touch @cdp @whole', async ({ page, region }, testInfo) => {
    const path = testInfo.outputPath('touched.mp4')
    await writeVideo(path, 2 * megabyte, 221)
    const { expectPublished } = await trackUpload(region)
    await page.goto('/')
    await page.getByLabel('Choose videos').setInputFiles(path)
    const job = page.getByRole('article', { name: 'touched.mp4' })
    await job.getByRole('button', { name: 'Upload' }).tap()
    await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
    await expectPublished(path)
    const overflow = () => document.documentElement.scrollWidth - innerWidth
    expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0)
    await job.getByRole('link', { name: 'Watch' }).tap()
    await expect(page.locator('video')).toHaveCount(1)
    expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0)
  })
})
