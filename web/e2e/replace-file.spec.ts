import { fileURLToPath } from 'node:url'
import { clip } from './published-video.ts'
import { expect, test } from './test.ts'

/** Forty seconds: longer than the clip, which has three. */
const longer = fileURLToPath(new URL('fixtures/forty-seconds.mp4', import.meta.url))

test('a creator replaces the file of a video and restores the previous one; the link stays @whole', async ({
  page,
  region,
}) => {
  await page.goto('/')
  await page.getByLabel('Choose videos').setInputFiles(clip)
  const first = page.getByRole('article', { name: 'clip.mp4' })
  await first.getByRole('button', { name: 'Upload' }).click()
  await expect(first).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  const address = (await first.getByRole('link', { name: 'Watch' }).getAttribute('href')) ?? ''
  const videoId = address.split('/').at(-1) ?? ''
  const playing = async () =>
    ((await (await page.request.get(`/api/videos/${videoId}`)).json()) as { fileId: string }).fileId
  const firstFile = await playing()

  await page.goto(`/library/${videoId}`)
  await page.getByLabel('Replace file…').setInputFiles(longer)
  const second = page.getByRole('article', { name: 'forty-seconds.mp4' })
  await expect(second).toContainText('Replaces the file of “clip”')
  await expect(second.getByLabel('Visibility')).toHaveCount(0)
  // A reload keeps what the job replaces.
  await expect(second).toHaveAttribute('data-stage', 'draft')
  await page.reload()
  await second.getByRole('button', { name: 'Upload' }).click()
  await expect(second).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expect(second).toContainText('The new file plays now')

  await second.getByRole('link', { name: 'Watch' }).click()
  await expect(page).toHaveURL(new RegExp(`${address}$`))
  const secondFile = await playing()
  expect(secondFile).not.toBe(firstFile)
  const names = (await region.media()).map(({ fileId }) => fileId)
  expect(names).toEqual(expect.arrayContaining([firstFile, secondFile]))

  await page.goto(`/library/${videoId}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('clip')
  await page.getByRole('button', { name: 'Restore previous file' }).click()
  await expect(page.getByText('Previous file restored.')).toBeVisible()
  expect(await playing()).toBe(firstFile)
})
