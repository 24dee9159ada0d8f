/** Files with unusual names, types and formats. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { expect, test } from './test.ts'

const clip = readFileSync(fileURLToPath(new URL('fixtures/clip.mp4', import.meta.url)))

async function choose(page: Page, name: string, mimeType: string, buffer: Buffer) {
  await page.goto('/')
  await page.getByLabel('Choose videos').setInputFiles({ name, mimeType, buffer })
  const job = page.getByRole('article', { name, exact: true })
  await expect(job).toHaveAttribute('data-stage', 'draft')
  return job
}

for (const [name, vodName] of [
  ['Day 1: "Who?" <best>.mp4', 'Day 1 Who best'],
  ['no extension', 'no extension'],
  ['ends with a dot.', 'ends with a dot'],
  ['...', 'video'],
  [`${'很长的名字😀'.repeat(20)}.mp4`, '很长的名字😀'.repeat(11).slice(0, -3)],
] as const)
  test(`a file named ${name.slice(0, 40)} is published with its name as the title`, async ({
    page,
    region,
  }) => {
    const job = await choose(page, name, '', clip)
    await job.getByRole('button', { name: 'Upload' }).click()
    await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
    const published = (await region.media()).find((media) => media.name === vodName)
    expect(published?.size).toBe(clip.length)
    await job.getByRole('link', { name: 'Watch' }).click()
    const title = name.endsWith('.mp4') ? name.slice(0, -4) : name
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title.trim())
  })

test('a video is accepted although the system reports another type', async ({ page }) => {
  await choose(page, 'broadcast.ts', 'text/vnd.trolltech.linguist', Buffer.from('no packets'))
})

test('a text file without an extension is refused', async ({ page }) => {
  await page.goto('/')
  const notes = { name: 'notes', mimeType: '', buffer: Buffer.from('Good morning.') }
  await page.getByLabel('Choose videos').setInputFiles(notes)
  await expect(page.getByText('notes')).toBeVisible()
  await expect(page.getByRole('article')).toHaveCount(0)
})

test('a valid AVI file is not called damaged, and its original is offered', async ({ page }) => {
  const avi = Buffer.from(`RIFF\x24\0\0\0AVI LIST${'\0'.repeat(200)}`, 'latin1')
  const job = await choose(page, 'holiday.avi', 'video/x-msvideo', avi)
  await expect(job.getByText('Your browser can’t read this kind of file.')).toBeVisible()
  await expect(job.getByText('damaged')).toHaveCount(0)
  await expect(job.getByLabel('Quality')).toHaveValue('Original')
  await expect(job.getByRole('button', { name: 'Upload' })).toBeEnabled()
})
