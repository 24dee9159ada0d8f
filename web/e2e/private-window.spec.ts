/** Private windows, where browsers offer less storage than elsewhere. */
import type { BrowserContext } from '@playwright/test'
import { expect, test, unknownDirective } from './test.ts'
import { sha256, writeVideo } from './video-file.ts'

async function openStudio(privateWindow: BrowserContext) {
  const page = await privateWindow.newPage()
  const errors: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' && !unknownDirective.test(message.text()))
      errors.push(message.text())
  })
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto('/')
  await expect(page.getByLabel('Choose videos')).toBeVisible()
  return { page, errors }
}

test('the first page of a private window shows no alarm and logs no error @core @webkit', async ({
  privateWindow,
}) => {
  const { page, errors } = await openStudio(privateWindow)
  await page.waitForLoadState('networkidle')
  await expect(page.getByRole('alert')).toHaveCount(0)
  expect(errors).toEqual([])
})

test('a private window publishes the chosen file unchanged @core @webkit', async ({
  privateWindow,
  region,
}, testInfo) => {
  const path = testInfo.outputPath('in private.mp4')
  await writeVideo(path, 3 * 1024 * 1024, 170)
  const { page } = await openStudio(privateWindow)
  await page.getByLabel('Choose videos').setInputFiles(path)
  const job = page.getByRole('article', { name: 'in private.mp4' })
  await job.getByRole('button', { name: 'Upload' }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  const media = (await region.media()).find(({ name }) => name === 'in private')
  expect(media?.sha256).toBe(await sha256(path))
})
