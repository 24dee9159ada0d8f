import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from './test.ts'

const clip = readFileSync(fileURLToPath(new URL('fixtures/clip.mp4', import.meta.url)))

/** Presses Tab until a control has the focus. */
async function tabTo(page: Page, control: Locator) {
  for (let step = 0; step < 40; step++) {
    if (await control.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  await expect(control).toBeFocused()
}

test('a creator chooses, describes, publishes, finds and deletes a video by keyboard', async ({
  page,
}) => {
  await page.goto('/')
  const input = page.getByLabel('Choose videos')
  await tabTo(page, input)
  const chooser = page.waitForEvent('filechooser')
  await page.keyboard.press('Enter')
  await (await chooser).setFiles({ name: 'by keyboard.mp4', mimeType: 'video/mp4', buffer: clip })
  const job = page.getByRole('article', { name: 'by keyboard.mp4' })
  await expect(job).toBeVisible()
  await tabTo(page, job.getByRole('button', { name: 'Upload' }))
  await page.keyboard.press('Enter')
  // The pressed control was replaced. The next control or the card has the focus.
  await expect(job.locator(':focus').or(page.locator('article:focus'))).toHaveCount(1)
  await tabTo(page, job.getByLabel('Title'))
  await page.keyboard.type('Typed')
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expect(job.getByLabel('Title')).toBeFocused()
  await expect(job.getByText('Saved', { exact: true })).toBeVisible()

  await page.keyboard.press('Control+Home')
  await page.getByRole('link', { name: 'Library' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Library' })).toBeVisible()
  await expect(page.locator('#content')).toBeFocused()
  const video = page.getByRole('article', { name: 'Typed', exact: true })
  await expect(video).toBeVisible()
  await tabTo(page, video.getByRole('button', { name: 'More' }))
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('link', { name: 'Watch' })).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await expect(page.getByRole('button', { name: 'Delete' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(video).toBeFocused()
})
