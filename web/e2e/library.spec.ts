import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { APIRequestContext } from '@playwright/test'
import { expect, test } from './test.ts'

const clip = readFileSync(fileURLToPath(new URL('fixtures/clip.mp4', import.meta.url)))

/** Opens uploads for which nothing is sent. */
async function open(request: APIRequestContext, names: string[]) {
  for (const name of names) {
    const response = await request.post('/api/uploads', {
      data: { name, size: 1000, type: 'video/mp4' },
    })
    expect(response.status()).toBe(201)
  }
}

test('a published video can be found, edited and deleted, and a deletion can be undone', async ({
  page,
}) => {
  await page.goto('/')
  await page
    .getByLabel('Choose videos')
    .setInputFiles({ name: 'lib 库.mp4', mimeType: 'video/mp4', buffer: clip })
  const job = page.getByRole('article', { name: 'lib 库.mp4' })
  await job.getByRole('button', { name: 'Upload' }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await page.getByRole('link', { name: 'Library' }).click()
  await expect(page).toHaveURL(/\/library$/)
  await expect(page).toHaveTitle(/^Library/)

  const video = page.getByRole('article', { name: 'lib 库', exact: true })
  await expect(video).toContainText('Published')
  await video.getByRole('button', { name: 'Edit' }).click()
  await expect(video.getByLabel('Title')).toBeFocused()
  await video.getByLabel('Title').fill('Renamed')
  await video.getByRole('button', { name: 'Save' }).click()
  const renamed = page.getByRole('article', { name: 'Renamed' })
  await expect(renamed.getByRole('button', { name: 'Edit' })).toBeFocused()
  await renamed.getByLabel('Who may watch').selectOption('private')
  await expect(page.getByText('Saved.')).toBeAttached()

  await page.getByLabel('Search').fill('nothing of the kind')
  await expect(page.getByRole('heading', { name: 'No video matches' })).toBeVisible()
  await page.getByLabel('Search').fill('renAMED')
  await expect(renamed).toBeVisible()
  await expect(renamed.getByLabel('Who may watch')).toHaveValue('private')

  await renamed.getByRole('button', { name: 'Delete' }).click()
  await expect(renamed).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(renamed).toBeFocused()
  await renamed.getByRole('button', { name: 'Delete' }).click()
  await expect(renamed).toHaveCount(0)
  // Leaving the page ends the time for undo.
  const deletion = page.waitForResponse((response) => response.request().method() === 'DELETE')
  await page.getByRole('link', { name: 'Studio', exact: true }).click()
  expect((await deletion).status()).toBe(204)
})

test('older uploads are loaded page by page, also by keyboard', async ({ page, request }) => {
  await open(
    request,
    Array.from({ length: 25 }, (_, index) => `page ${index}.mp4`),
  )
  await page.setViewportSize({ width: 1280, height: 500 })
  await page.goto('/library')
  const more = page.getByRole('button', { name: 'Load older videos' })
  await expect(more).toBeAttached()
  const count = await page.getByRole('article').count()
  // With a filter, no page is loaded automatically.
  await page.getByLabel('Show').selectOption('With a problem')
  await page.getByLabel('Show').selectOption('Under way')
  await more.press('Enter')
  await expect.poll(() => page.getByRole('article').count()).toBeGreaterThan(count)
  await expect(page.locator(':focus')).not.toHaveCount(0)
  await page.goto('/library')
  await page.getByRole('article').last().scrollIntoViewIfNeeded()
  await expect.poll(() => page.getByRole('article').count()).toBeGreaterThan(count)
})
