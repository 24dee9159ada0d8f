/** How the studio reports a video that is published while its tab is hidden. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from './test.ts'

const clip = readFileSync(fileURLToPath(new URL('fixtures/clip.mp4', import.meta.url)))

test.use({ serviceWorkers: 'allow', permissions: ['notifications'] })
test.afterEach(({ region }) => region.setFaults({ bytesPerSecond: 0 }))

test('a hidden tab counts the video in its title and shows a system notification @notifications @whole', async ({
  page,
  region,
}) => {
  await page.goto('/')
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page
    .getByLabel('Choose videos')
    .setInputFiles({ name: 'done.mp4', mimeType: 'video/mp4', buffer: clip })
  const job = page.getByRole('article', { name: 'done.mp4' })
  await region.setFaults({ bytesPerSecond: 10_000 })
  await job.getByRole('button', { name: 'Upload' }).click()
  await page.getByRole('button', { name: 'Upload settings' }).click()
  await page.getByRole('button', { name: 'Notify me when it’s ready' }).click()
  await expect(page.getByRole('button', { name: 'Notify me when it’s ready' })).toHaveCount(0)
  const setVisibility = (state: 'hidden' | 'visible') =>
    page.evaluate((value) => {
      // Headless Chromium treats every tab as visible.
      Object.defineProperty(document, 'visibilityState', { configurable: true, value })
      document.dispatchEvent(new Event('visibilitychange'))
    }, state)
  await setVisibility('hidden')
  await region.setFaults({ bytesPerSecond: 0 })
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expect(page).toHaveTitle('✓ 1 – Reelferry')
  const notificationTitles = () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready
      return (await registration.getNotifications()).map(({ title }) => title)
    })
  await expect.poll(notificationTitles).toEqual(['done.mp4: Published'])
  await setVisibility('visible')
  await expect(page).toHaveTitle('Reelferry')
})
