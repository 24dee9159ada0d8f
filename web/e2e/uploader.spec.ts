/**
 * The uploader in another site's page, of another origin and with a strict policy of its own: signed in by that site's
 * tokens, with no cookie.
 */
import { expect, type Page } from '@playwright/test'
import { type Embedded, test as base } from './embedded.ts'
import { findBrowser } from './browser.ts'
import { sha256, writeVideo } from './video-file.ts'

const test = base.extend<{ noise: string[] }>({
  /** What the page has complained of. */
  noise: async ({ page }, use) => {
    const noise: string[] = []
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) noise.push(message.text())
    })
    page.on('pageerror', (error) => noise.push(error.message))
    await use(noise)
  },
})

const executablePath = findBrowser()
test.use({
  launchOptions: {
    ...(executablePath && { executablePath }),
    args: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  },
})

// One studio for all.
test.describe.configure({ mode: 'default' })

test.beforeEach(({ embedded: { site, studio, region } }) => site.embed(studio, region))

async function choose(page: Page, path: string) {
  await page.getByLabel('Choose videos').setInputFiles(path)
  return page.getByRole('article', { name: path.split('/').at(-1) ?? '' })
}

const published = async ({ region }: Embedded, name: string) =>
  (await (await fetch(`${region}/_local/media`)).json()).find(
    (medium: { name: string }) => medium.name === name,
  )

test('another site embeds the uploader, signs its people in, and is told what they publish', async ({
  page,
  embedded,
  noise,
}, testInfo) => {
  const { studio, site } = embedded
  // The first token has ended, so that the element has to ask for another.
  site.lifetimes.push(-3600)
  await page.goto(site.origin)
  await expect(page.getByText('Up to 60 GB each')).toBeVisible()
  const path = testInfo.outputPath('embedded.mp4')
  await writeVideo(path, 12 * 1024 * 1024, 7)
  const job = await choose(page, path)
  // Read by a worker, which had to be started in this page's name.
  await expect(job).toContainText('Compare the qualities')
  await expect(job.locator('img')).toBeVisible()

  await job.getByRole('button', { name: 'Upload' }).focus()
  await page.keyboard.press('Enter')
  // The button is gone, and with it went no focus.
  await expect(job.locator(':focus')).toBeVisible()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  const { fileId, sha256: stored } = await published(embedded, 'embedded')
  expect(stored).toBe(await sha256(path))
  await expect(page.locator('main > ol > li').last()).toHaveText(
    `embedded.mp4 is published as ${fileId}: ${studio}/embed/${fileId}`,
  )
  await expect(job.getByRole('link', { name: 'Watch' })).toHaveAttribute(
    'href',
    `${studio}/watch/${fileId}`,
  )

  expect(site.issued()).toBe(2)
  expect(await page.context().cookies()).toEqual([])
  // The page itself is left as it was.
  expect(await page.title()).toBe('Another site')
  await expect(page.locator('html')).toHaveAttribute('lang', 'en-GB')
  await expect(page.locator('head :is(link[rel=stylesheet], style)')).toHaveCount(1)
  expect(noise).toEqual([expect.stringContaining('401')])
})

test('whoever is refused is answered each time, not cut off', async ({ embedded }) => {
  const { studio, site } = embedded
  const refused = {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: 'Bearer of-nobody',
      origin: site.origin,
    },
    body: JSON.stringify({ name: 'x'.repeat(200) }),
  }
  const statuses = new Set<number>()
  // One in eleven was cut off, so a hundred in a row tell.
  for (let time = 0; time < 100; time++)
    statuses.add((await fetch(`${studio}/api/uploads`, refused)).status)
  expect([...statuses]).toEqual([401])
})

test('where a site lets no worker start, it says so and sends the original', async ({
  page,
  embedded,
  noise,
}, testInfo) => {
  embedded.site.directives['worker-src'] = "'none'"
  await page.goto(embedded.site.origin)
  const path = testInfo.outputPath('original.mp4')
  await writeVideo(path, 1024 * 1024, 8)
  const job = await choose(page, path)
  await expect(job).toContainText('Compression could not be loaded.')
  await job.getByRole('button', { name: 'Upload' }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  expect((await published(embedded, 'original')).sha256).toBe(await sha256(path))
  expect(noise.filter((line) => !line.includes("worker-src 'none'"))).toEqual([])
})

test('people record in another site, whose styles reach the dialogs', async ({
  page,
  embedded,
  noise,
}) => {
  await page.goto(embedded.site.origin)
  const opener = page.getByRole('button', { name: 'Record camera' })
  await opener.click()
  const recorder = page.getByRole('dialog', { name: 'Record camera' })
  await expect(recorder).toHaveAttribute('data-stage', 'ready')
  await expect(recorder).toHaveCSS('border-radius', '0px')
  await recorder.getByLabel('Count down').uncheck()
  await recorder.getByRole('button', { name: 'Record' }).click()
  await expect(recorder.getByRole('button', { name: 'Pause' })).toBeFocused()
  await expect(recorder.getByRole('timer')).toHaveText('0:01')
  await recorder.getByRole('button', { name: 'Stop' }).click()
  await recorder.getByRole('button', { name: 'Use it' }).click()
  await expect(opener).toBeFocused()
  const job = page.getByRole('article', { name: /^Camera .*\.mp4$/ })
  await job.getByRole('button', { name: 'Edit' }).click()
  const editor = page.getByRole('dialog', { name: /^Edit/ })
  await expect(editor).toHaveCSS('border-radius', '0px')
  await editor.getByRole('button', { name: 'Done' }).click()
  await job.getByRole('button', { name: 'Upload' }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  expect(noise).toEqual([])
})
