import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { UploadPage } from '@reelferry/contract'
import { layoutShifts } from './layout-shifts.ts'
import { expect, test } from './test.ts'
import { expectStoredFiles } from './upload-faults.ts'

const clip = readFileSync(fileURLToPath(new URL('fixtures/clip.mp4', import.meta.url)))

test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

test('a job card shows the first frame, saves typed details and offers links', async ({
  page,
  request,
  guard,
}) => {
  // The embed code is parsed below under the studio's policy, which forbids its inline style.
  guard.allowErrors(/Applying inline style/)
  const uploads = async () => {
    const response = await request.get('/api/uploads')
    return ((await response.json()) as UploadPage).uploads
  }
  await page.goto('/')
  await page
    .getByLabel('Choose videos')
    .setInputFiles({ name: 'card.mp4', mimeType: 'video/mp4', buffer: clip })
  const job = page.getByRole('article', { name: 'card.mp4' })
  // Only visible cards read their first frame.
  await job.scrollIntoViewIfNeeded()
  await expect(job.locator('img')).toBeVisible()
  await job.getByLabel('Title').fill('A day <out> & back')
  await job.getByRole('button', { name: 'Add description' }).click()
  await job.getByLabel('Description').fill('Where we went')
  await expect(job).toContainText('Saved. Will be published with the video.')
  await expectStoredFiles(page, 1)
  await page.reload()
  await expect(job.getByLabel('Title')).toHaveValue('A day <out> & back')
  await job.getByRole('button', { name: 'Upload' }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expect.poll(async () => (await uploads())[0]?.description).toBe('Where we went')
  await job.getByLabel('Title').fill('A day <out> & back home')
  await expect.poll(async () => (await uploads())[0]?.title).toBe('A day <out> & back home')
  const [upload] = await uploads()

  const { origin } = new URL(page.url())
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText())
  await job.getByRole('button', { name: 'Copy link' }).click()
  await expect(page.getByRole('status')).toHaveText(/Copied/)
  await expect.poll(clipboard).toBe(`${origin}/watch/${upload?.uploadId}`)
  await job.getByRole('button', { name: 'Copy embed code' }).click()
  await expect.poll(clipboard).toContain('<iframe')
  const frame = await page.evaluate(
    (html) => {
      const parsed = new DOMParser().parseFromString(html, 'text/html')
      const iframe = parsed.querySelector('iframe')
      return { count: parsed.body.children.length, src: iframe?.src, title: iframe?.title }
    },
    await clipboard(),
  )
  expect(frame).toEqual({
    count: 1,
    src: `${origin}/embed/${upload?.uploadId}`,
    title: 'A day <out> & back home',
  })
})

for (const size of [
  { width: 390, height: 800 },
  { width: 1280, height: 900 },
])
  test(`automatic changes cause no layout shift, ${size.width} pixels wide @whole`, async ({
    page,
  }) => {
    await page.setViewportSize(size)
    await page.goto('/')
    await page
      .getByLabel('Choose videos')
      .setInputFiles({ name: 'still.mp4', mimeType: 'video/mp4', buffer: clip })
    const job = page.getByRole('article', { name: 'still.mp4' })
    await job.getByRole('button', { name: 'Upload' }).click()
    await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
    const automatic = (await layoutShifts(page)).filter(({ hadRecentInput }) => !hadRecentInput)
    // Small shifts are possible, because the stage's text at the end of its line has different lengths.
    expect(automatic.reduce((sum, { value }) => sum + value, 0)).toBeLessThan(0.001)
  })

const screens = [
  { width: 390, height: 844 },
  { width: 768, height: 1024 },
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
]

test('cards are low, and Upload is in view after files are chosen, on screens of any width', async ({
  page,
}) => {
  const jobs = page.getByRole('article')
  const heights = () => jobs.evaluateAll((cards) => cards.map((card) => card.clientHeight))
  const names = ['first.mp4', 'second.mp4', 'third.mp4']
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.goto('/')
  await page
    .getByLabel('Choose videos')
    .setInputFiles(names.map((name) => ({ name, mimeType: 'video/mp4', buffer: clip })))
  await expect(jobs).toHaveCount(3)
  const uploads = jobs.getByRole('button', { name: 'Upload' })
  const drafts: number[] = []
  for (const screen of screens) {
    await page.setViewportSize(screen)
    await expect(page.getByRole('button', { name: 'Upload all' })).toBeInViewport({ ratio: 1 })
    const inView = screen.width < 600 ? [uploads.first()] : await uploads.all()
    for (const upload of inView) await expect(upload).toBeInViewport({ ratio: 1 })
    if (screen.width >= 600) drafts.push(...(await heights()))
  }
  await page.setViewportSize({ width: 1280, height: 800 })
  const before = await heights()
  await page.getByRole('button', { name: 'Upload all' }).click()
  await expect(jobs.and(page.locator('[data-stage=ready]'))).toHaveCount(3, { timeout: 60_000 })
  // An upload that advances moves nothing below it.
  expect(await heights()).toEqual(before)
  expect(Math.max(...drafts, ...before)).toBeLessThanOrEqual(220)
})

test('a new card scrolls into view', async ({ page }) => {
  const choose = (names: string[]) =>
    page
      .getByLabel('Choose videos')
      .setInputFiles(names.map((name) => ({ name, mimeType: 'video/mp4', buffer: clip })))
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.clock.install()
  await page.goto('/')
  await choose(Array.from({ length: 8 }, (_, index) => `${index}.mp4`))
  const last = page.getByRole('article', { name: '7.mp4' })
  await expect(last).toBeVisible()
  await expect(last).not.toBeInViewport()
  // Files that are added in the same second belong to one choice.
  await page.clock.fastForward(2000)
  await choose(['new.mp4'])
  const card = page.getByRole('article', { name: 'new.mp4' })
  await expect(card.getByRole('button', { name: 'Upload' })).toBeInViewport({ ratio: 1 })
})

test('ten drafts are set to 720p, and to private, with three clicks each', async ({ page }) => {
  await page.goto('/')
  const files = Array.from({ length: 10 }, (_, index) => ({
    name: `${index}.mp4`,
    mimeType: 'video/mp4',
    buffer: clip,
  }))
  await page.getByLabel('Choose videos').setInputFiles(files)
  const jobs = page.getByRole('article')
  await expect(jobs).toHaveCount(10)
  const menu = page.getByRole('group', { name: 'Apply to all' })
  for (const [index, screen] of screens.entries()) {
    await page.setViewportSize(screen)
    const [quality, visibility] = index % 2 ? ['Original', 'Public'] : ['720p', 'Private']
    // One click for the menu, and two for a select: opening it and choosing an option.
    await page.getByRole('button', { name: 'Apply to all' }).click()
    await menu.getByLabel('Quality').selectOption(quality)
    for (const job of await jobs.all()) await expect(job.getByLabel('Quality')).toHaveValue(quality)
    await menu.getByLabel('Visibility').selectOption(visibility)
    for (const job of await jobs.all())
      await expect(job.getByLabel('Visibility').locator(':checked')).toHaveText(visibility)
    await page.keyboard.press('Escape')
  }
  // If they differ, each value can be applied again.
  await jobs.first().getByLabel('Visibility').selectOption('Unlisted')
  await page.getByRole('button', { name: 'Apply to all' }).click()
  await expect(menu.getByLabel('Visibility').locator(':checked')).toHaveText('Mixed')
  await menu.getByLabel('Visibility').selectOption('Public')
  for (const job of await jobs.all())
    await expect(job.getByLabel('Visibility')).toHaveValue('public')
})

test('a file over the limit is refused with the limit', async ({ page }) => {
  await page.route('/api/config', async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, json: { ...(await response.json()), maxFileBytes: 2000 } })
  })
  await page.goto('/')
  await page
    .getByLabel('Choose videos')
    .setInputFiles({ name: 'large.mp4', mimeType: 'video/mp4', buffer: clip })
  await expect(page.getByRole('alert')).toContainText('over the 2 kB limit')
})
