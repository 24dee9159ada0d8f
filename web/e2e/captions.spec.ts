/** Captions: added to a draft, shown on the watch page, and edited after the video is published. */
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { expect, test } from './test.ts'

const clip = fileURLToPath(new URL('fixtures/clip.mp4', import.meta.url))

const srt = `1
00:00:00,000 --> 00:00:02,000
The <font color="red">first</font> boat

2
00:00:01.500 -> 00:00:02,900
leaves early
`

const editor = (page: Page) => page.getByRole('dialog', { name: /^Captions/ })
const textOf = (page: Page, number: number) =>
  editor(page).getByRole('textbox', { name: `Text of cue ${number}` })

test('captions of a draft survive a reload, appear on the watch page, and can be edited @core @webkit', async ({
  page,
}) => {
  await page.goto('/')
  await page.getByLabel('Choose videos').setInputFiles(clip)
  const job = page.getByRole('article', { name: 'clip.mp4' })
  await job.getByRole('button', { name: 'Captions' }).click()
  await editor(page).getByLabel('Add language').selectOption('en')
  await editor(page).getByLabel('Paste captions or a transcript').fill(srt)
  await editor(page).getByRole('button', { name: 'Use text' }).click()
  await expect(textOf(page, 1)).toHaveValue('The first boat')
  await expect(textOf(page, 2)).toHaveValue('leaves early')
  const issues = editor(page).getByRole('list', { name: /problems in the import$/ })
  await expect(issues).toContainText('Line 2: Formatting')
  await expect(issues).toContainText('Line 6: The times had another format and were converted.')
  await expect(editor(page).getByRole('status').first()).toHaveText('Saved on this device')

  await page.reload()
  await job.getByRole('button', { name: 'Captions' }).click()
  await expect(textOf(page, 1)).toHaveValue('The first boat')
  await editor(page).getByRole('button', { name: 'Done' }).click()
  await expect(job.getByRole('button', { name: 'Captions' })).toBeFocused()
  await job.getByRole('button', { name: 'Upload', exact: true }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  const address = (await job.getByRole('link', { name: 'Watch' }).getAttribute('href')) ?? ''
  await page.goto(address)
  // The controls of the player are loaded after the first frame.
  await page.getByRole('button', { name: 'Captions' }).waitFor()
  await page.keyboard.press('c')
  await expect(page.locator('.skin-captions p')).toHaveText('The first boat')

  await page.goto('/library')
  await page.getByRole('link', { name: 'clip', exact: true }).first().click()
  await page.getByRole('button', { name: 'Edit captions' }).click()
  await textOf(page, 1).fill('Another boat')
  await page.keyboard.press('Control+z')
  await expect(textOf(page, 1)).toHaveValue('The first boat')
  await page.keyboard.press('Control+Shift+z')
  const saved = page.waitForResponse(
    (response) => response.request().method() === 'PUT' && response.ok(),
  )
  await editor(page).getByRole('button', { name: 'Done' }).click()
  await saved
  // The player remembers that the viewer wants captions.
  await page.goto(address)
  await expect(page.locator('.skin-captions p')).toHaveText('Another boat')
})
