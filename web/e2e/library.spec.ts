import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { type EditUpload, type Upload, type UploadId, UploadPage } from '@reelferry/contract'
import * as v from 'valibot'
import { layoutShifts } from './layout-shifts.ts'
import { expect, test } from './test.ts'

const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url))
const clip = readFileSync(fixture('clip.mp4'))

/** Publishes a video and opens its page. Resolves with the id of the upload. */
async function openPublished(page: Page, name: string, buffer = clip): Promise<string> {
  await page.goto('/')
  await page.getByLabel('Choose videos').setInputFiles({ name, mimeType: 'video/mp4', buffer })
  const job = page.getByRole('article', { name })
  await job.getByRole('button', { name: 'Upload' }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await page.getByRole('link', { name: 'Library' }).click()
  await page.getByRole('link', { name: name.replace(/\.\w+$/, ''), exact: true }).click()
  await expect(page).toHaveURL(/\/library\/.+/)
  return page.url().split('/').at(-1) ?? ''
}

const pageSize = 20

/** A library of published videos `Video 1` to `Video <count>`, newest first, and the requests that change it. */
async function fakeLibrary(page: Page, count: number) {
  const edited: [name: string, changes: EditUpload][] = []
  const deleted: string[] = []
  const requestedPages: number[] = []
  const uploads = Array.from({ length: count }, (_, index): Upload => ({
    uploadId: `${index + 1}`.padStart(22, 'A') as UploadId,
    name: `Video ${index + 1}.mp4`,
    openedAt: Date.UTC(2026, 10, 20) - index * 3_600_000,
    status: 'ready',
    visibility: 'public',
    video: { url: '', coverUrl: '', duration: 60 + index },
    retryAfter: 0,
  }))
  await page.route(
    ({ pathname }) => pathname === '/api/uploads',
    async (route) => {
      const start = Number(new URL(route.request().url()).searchParams.get('cursor') ?? 0)
      requestedPages.push(start / pageSize + 1)
      const end = start + pageSize
      const json: UploadPage = {
        uploads: uploads.slice(start, end),
        ...(end < count && { cursor: String(end) }),
      }
      v.parse(UploadPage, json)
      await route.fulfill({ json })
    },
  )
  await page.route('/api/uploads/*', async (route) => {
    const request = route.request()
    const upload = uploads.find(({ uploadId }) => request.url().endsWith(uploadId))
    if (request.method() === 'DELETE') {
      deleted.push(upload?.name ?? '')
      return route.fulfill({ status: 204 })
    }
    if (upload && request.method() === 'PATCH') {
      const changes = request.postDataJSON() as EditUpload
      Object.assign(upload, changes)
      edited.push([upload.name, changes])
    }
    return route.fulfill({ json: upload })
  })
  return { edited, deleted, requestedPages }
}

const videos = (page: Page) => page.getByRole('article')
const video = (page: Page, number: number) =>
  page.getByRole('article', { name: `Video ${number}`, exact: true })
const checkbox = (page: Page, number: number) =>
  page.getByRole('checkbox', { name: `Select Video ${number}`, exact: true })

/** Selects `Video <from>` to `Video <to>` with two clicks. */
async function selectRange(page: Page, from: number, to: number) {
  await checkbox(page, from).click()
  await checkbox(page, to).click({ modifiers: ['Shift'] })
}

test('a published video can be found, edited and deleted, and a deletion can be undone @core @webkit', async ({
  page,
  engine,
}) => {
  await openPublished(page, 'lib 库.mp4')
  await expect(page).toHaveTitle(/^lib 库/)
  await expect(page.getByRole('heading', { level: 1, name: 'lib 库' })).toBeVisible()
  // The program that drives Debian's WebKit shows no second window.
  if (engine !== 'webkit') {
    const opening = page.context().waitForEvent('page')
    await page.getByRole('button', { name: 'Download' }).click()
    const opened = await opening
    await opened.waitForURL(/^http/)
    const original = await opened.request.get(opened.url())
    expect((await original.body()).equals(clip)).toBe(true)
    await opened.close()
  }
  await page.getByRole('textbox', { name: 'Title' }).fill('Renamed')
  await page.getByLabel('Description').fill('By the sea')
  await page.getByRole('radio', { name: 'Private' }).check()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Renamed' })).toBeFocused()
  await expect(page.getByText('Unsaved changes')).toHaveCount(0)

  await page.goBack()
  await expect(page).toHaveTitle(/^Library/)
  const renamed = page.getByRole('article', { name: 'Renamed' })
  await expect(renamed).toContainText('Private')
  await expect(renamed.getByRole('link', { name: 'Renamed' })).toBeFocused()
  await page.keyboard.press('/')
  await expect(page.getByLabel('Search')).toBeFocused()
  await page.keyboard.type('nothing like it')
  await expect(
    page.getByRole('heading', { name: 'No matches for “nothing like it”' }),
  ).toBeVisible()
  await page.getByLabel('Search').fill('the SEA')
  await expect(renamed).toBeVisible()

  const remove = async () => {
    await renamed.hover()
    await renamed.getByRole('button', { name: 'More' }).click()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await expect(renamed).toHaveCount(0)
  }
  await remove()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(renamed).toBeFocused()
  await remove()
  // Leaving the page ends the time for undo.
  const deletion = page.waitForResponse((response) => response.request().method() === 'DELETE')
  await page.getByRole('link', { name: 'Studio', exact: true }).click()
  expect((await deletion).status()).toBe(204)
})

test('a video that is deleted on its page can be restored in the list', async ({ page }) => {
  const { deleted } = await fakeLibrary(page, 3)
  await page.goto('/library')
  await page.getByRole('link', { name: 'Video 2' }).click()
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('button', { name: 'Delete' }).click()
  await expect(page).toHaveURL(/\/library$/)
  await expect(videos(page)).toHaveCount(2)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(video(page, 2)).toBeFocused()
  expect(deleted).toEqual([])
})

test('unsaved changes are kept unless the creator confirms to leave them', async ({ page }) => {
  await fakeLibrary(page, 1)
  await page.goto('/library')
  await page.getByRole('link', { name: 'Video 1' }).click()
  await page.getByRole('textbox', { name: 'Title' }).fill('Not saved')
  const questions: string[] = []
  let isAccepted = false
  page.on('dialog', (dialog) => {
    questions.push(dialog.message())
    return isAccepted ? dialog.accept() : dialog.dismiss()
  })
  await page.getByRole('navigation', { name: 'Back' }).getByRole('link').click()
  await expect.poll(() => questions).toHaveLength(1)
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('Not saved')
  isAccepted = true
  await page.getByRole('navigation', { name: 'Back' }).getByRole('link').click()
  await expect(video(page, 1)).toBeVisible()
})

test('a frame of a published video becomes its cover, and also an image @whole', async ({
  page,
  region,
}) => {
  const uploadId = await openPublished(
    page,
    'covered.mp4',
    readFileSync(fixture('media/numbered.mp4')),
  )
  const media = async () => (await region.media()).find(({ name }) => name.startsWith('covered'))
  const before = (await media())?.cover?.sha256
  await page.getByRole('button', { name: 'Change cover' }).click()
  const dialog = page.getByRole('dialog', { name: 'Change cover' })
  await dialog.getByRole('slider', { name: 'Frame' }).press('End')
  await dialog.getByRole('button', { name: 'Use this frame' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Change cover' })).toBeFocused()
  const frame = (await media())?.cover
  expect(frame?.sha256).not.toBe(before)
  await expect(page.locator('.preview img')).toHaveAttribute('src', frame?.url ?? '')

  await page.getByRole('button', { name: 'Change cover' }).click()
  await dialog
    .locator('input[type=file]')
    .setInputFiles(fileURLToPath(new URL('../public/icons/192.png', import.meta.url)))
  await dialog.getByRole('button', { name: 'Use this image' }).click()
  await expect(dialog).toHaveCount(0)
  expect((await media())?.cover?.sha256).not.toBe(frame?.sha256)
  const { video: published } = await (await page.request.get(`/api/uploads/${uploadId}`)).json()
  expect(published.coverUrl).toBe((await media())?.cover?.url)
})

test('videos appear in the space of their placeholders', async ({ page }) => {
  await fakeLibrary(page, 12)
  const { promise, resolve } = Promise.withResolvers<void>()
  await page.route('/api/uploads', async (route) => {
    await promise
    await route.fallback()
  })
  await page.goto('/library')
  await expect(page.locator('.ghost').first()).toBeVisible()
  const before = await layoutShifts(page)
  resolve()
  await expect(videos(page)).toHaveCount(12)
  expect(await layoutShifts(page)).toEqual(before)
})

test('the list is requested once, while the code of the page loads @whole', async ({ page }) => {
  const { requestedPages } = await fakeLibrary(page, 3)
  let allowCode: () => void = () => undefined
  const isCodeAllowed = new Promise<void>((resolve) => (allowCode = resolve))
  await page.route(/assets\/LibraryView/, async (route) => {
    await isCodeAllowed
    await route.continue()
  })
  // The event `load` waits for the code.
  await page.goto('/library', { waitUntil: 'commit' })
  await expect.poll(() => requestedPages).toEqual([1])
  allowCode()
  await expect(page.getByRole('article')).toHaveCount(3)
  expect(requestedPages).toEqual([1])
})

test('the view is remembered, and videos can be sorted @whole', async ({ page }) => {
  await fakeLibrary(page, 3)
  await page.goto('/library')
  await page.getByRole('button', { name: 'List' }).click()
  await expect(page.locator('.videos.list')).toBeVisible()
  await page.reload()
  await expect(page.locator('.videos.list')).toBeVisible()
  await expect(page.getByRole('button', { name: 'List' })).toHaveAttribute('aria-pressed', 'true')
  await page.getByLabel('Sort').selectOption('Longest')
  await expect(videos(page).first()).toContainText('Video 3')
})

test('ten videos are made private with four clicks @whole', async ({ page }) => {
  const { edited } = await fakeLibrary(page, 12)
  await page.goto('/library')
  // Two clicks, and two for the select: opening it and choosing an option.
  await selectRange(page, 2, 11)
  const selection = page.getByRole('region', { name: 'Selected videos' })
  await expect(selection).toContainText('10 selected')
  await selection.getByLabel('Visibility').selectOption('Private')
  await expect(videos(page).filter({ hasText: 'Private' })).toHaveCount(10)
  expect(edited).toHaveLength(10)
  expect(new Set(edited.map(([, { visibility }]) => visibility))).toEqual(new Set(['private']))
})

for (const width of [390, 768, 1920])
  test(`all ten videos are made private with four clicks, ${width} pixels wide @whole`, async ({
    page,
  }) => {
    const { edited } = await fakeLibrary(page, 10)
    await page.setViewportSize({ width, height: 900 })
    await page.goto('/library')
    await checkbox(page, 1).click()
    await page.getByRole('button', { name: 'Select all' }).click()
    const selection = page.getByRole('region', { name: 'Selected videos' })
    await expect(selection).toContainText('10 selected')
    await expect(selection).toBeInViewport({ ratio: 1 })
    await selection.getByLabel('Visibility').selectOption('Private')
    await expect(videos(page).filter({ hasText: 'Private' })).toHaveCount(10)
    expect(edited).toHaveLength(10)
  })

test('several videos are deleted with one undo', async ({ page }) => {
  const { deleted } = await fakeLibrary(page, 5)
  await page.goto('/library')
  await selectRange(page, 2, 4)
  await page
    .getByRole('region', { name: 'Selected videos' })
    .getByRole('button', { name: 'Delete' })
    .click()
  await expect(videos(page)).toHaveCount(2)
  await expect(page.getByText('3 videos deleted', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(videos(page)).toHaveCount(5)
  await expect(video(page, 2)).toBeFocused()
  expect(deleted).toEqual([])

  await selectRange(page, 4, 2)
  await page
    .getByRole('region', { name: 'Selected videos' })
    .getByRole('button', { name: 'Delete' })
    .click()
  await page.getByRole('link', { name: 'Studio', exact: true }).click()
  await expect.poll(() => deleted.toSorted()).toEqual(['Video 2.mp4', 'Video 3.mp4', 'Video 4.mp4'])
})

test('a search and a selection of all include videos that are not loaded', async ({ page }) => {
  const { deleted, requestedPages } = await fakeLibrary(page, 55)
  await page.setViewportSize({ width: 1280, height: 500 })
  await page.goto('/library')
  await expect(videos(page)).toHaveCount(20)
  await expect(page.getByRole('button', { name: 'All 20+' })).toBeVisible()
  await page.getByLabel('Search').fill('video 55')
  await expect(videos(page)).toHaveText(/Video 55/)
  await expect(page.getByText('1 of 55', { exact: true })).toBeVisible()
  expect(requestedPages).toEqual([1, 2, 3])

  await page.reload()
  await checkbox(page, 1).click()
  const selection = page.getByRole('region', { name: 'Selected videos' })
  await selection.getByRole('button', { name: 'Select all' }).click()
  await expect(selection).toContainText('55 selected')
  await selection.getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByRole('heading', { name: 'No videos yet' })).toBeVisible()
  await page.getByRole('link', { name: 'Help' }).click()
  await expect.poll(() => deleted.length).toBe(55)
})

test('older videos are loaded page by page, also by keyboard', async ({ page }) => {
  const { requestedPages } = await fakeLibrary(page, 45)
  await page.setViewportSize({ width: 1280, height: 500 })
  await page.goto('/library')
  await expect(videos(page)).toHaveCount(20)
  expect(requestedPages).toEqual([1])
  await page.getByRole('button', { name: 'Load older videos' }).press('Enter')
  await expect(videos(page)).toHaveCount(40)
  await expect(page.locator(':focus')).not.toHaveCount(0)
  await videos(page).last().scrollIntoViewIfNeeded()
  await expect(videos(page)).toHaveCount(45)
})

test('uploads without a video are listed apart', async ({ page, request }) => {
  const response = await request.post('/api/uploads', {
    data: { name: 'unfinished.mp4', size: 1000, type: 'video/mp4' },
  })
  expect(response.status()).toBe(201)
  await page.goto('/library')
  await page.getByText(/unfinished uploads?$/).click()
  const unfinished = page.getByRole('listitem').filter({ hasText: 'unfinished' })
  await expect(unfinished).toContainText('Not uploaded')
  await expect(page.getByRole('article', { name: 'unfinished' })).toHaveCount(0)
  await unfinished.getByRole('button', { name: 'Delete unfinished' }).click()
  await expect(unfinished).toHaveCount(0)
  const deletion = page.waitForResponse((answer) => answer.request().method() === 'DELETE')
  await page.getByRole('link', { name: 'Studio', exact: true }).click()
  expect((await deletion).status()).toBe(204)
})
