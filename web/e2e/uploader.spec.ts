/**
 * The uploader in a page of another origin with its own strict policy. The site's tokens sign people in, without cookies.
 */
import { expect, type Page } from '@playwright/test'
import { type Embedded, test as base } from './embedded-uploader.ts'
import { sha256, writeVideo } from './video-file.ts'

const test = base.extend<{ consoleErrors: string[] }>({
  /** Errors and warnings in the console. */
  consoleErrors: async ({ page }, use) => {
    const consoleErrors: string[] = []
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) consoleErrors.push(message.text())
    })
    page.on('pageerror', (error) => consoleErrors.push(error.message))
    await use(consoleErrors)
  },
})

test.use({ devices: 'allowed' })

// All tests share one studio.
test.describe.configure({ mode: 'default' })

test.beforeEach(({ embedded: { site, studio, region } }) => site.embed(studio, region))

async function choose(page: Page, path: string) {
  await page.getByLabel('Choose videos').setInputFiles(path)
  return page.getByRole('article', { name: path.split('/').at(-1) ?? '' })
}

const published = async ({ region }: Embedded, name: string) =>
  (await (await fetch(`${region}/_local/media`)).json()).find(
    (item: { name: string }) => item.name === name,
  )

test('another site embeds the uploader, signs people in, and receives events about published videos @core @webkit', async ({
  page,
  embedded,
  consoleErrors,
}, testInfo) => {
  const { studio, site } = embedded
  // The first token has expired, so the element must request another.
  site.lifetimes.push(-3600)
  await page.goto(site.origin)
  await expect(page.getByText('Up to 60 GB each')).toBeVisible()
  const path = testInfo.outputPath('embedded.mp4')
  await writeVideo(path, 12 * 1024 * 1024, 7)
  const job = await choose(page, path)
  // A worker reads the file. It had to be started from this page's origin.
  await expect(job).toContainText(/\d+ × \d+/)
  await expect(job.locator('img')).toBeVisible()

  await job.getByRole('button', { name: 'Upload' }).focus()
  await page.keyboard.press('Enter')
  // The button was replaced, and the focus is still in the card.
  await expect(job.locator(':focus')).toBeVisible()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  const { fileId, sourceContext, sha256: stored } = await published(embedded, 'embedded')
  const [videoId = ''] = sourceContext.split('.')
  expect(stored).toBe(await sha256(path))
  await expect(page.locator('main > ol > li').last()).toHaveText(
    `embedded.mp4 is published as ${fileId}: ${studio}/embed/${videoId}`,
  )
  await expect(job.getByRole('link', { name: 'Watch' })).toHaveAttribute(
    'href',
    `${studio}/watch/${videoId}`,
  )

  expect(site.issued()).toBe(2)
  expect(await page.context().cookies()).toEqual([])
  // The page itself is not changed.
  expect(await page.title()).toBe('Another site')
  await expect(page.locator('html')).toHaveAttribute('lang', 'en-GB')
  await expect(page.locator('head :is(link[rel=stylesheet], style)')).toHaveCount(1)
  // Not every browser logs the rejected token.
  expect(consoleErrors.filter((line) => !line.includes('401'))).toEqual([])
})

test('rejected requests get a response each time, not a closed connection', async ({
  embedded,
}) => {
  const { studio, site } = embedded
  const request = {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: 'Bearer of-nobody',
      origin: site.origin,
    },
    body: JSON.stringify({ name: 'x'.repeat(200) }),
  }
  const statuses = new Set<number>()
  // One of eleven requests failed in the past, so a hundred requests are a reliable test.
  for (let time = 0; time < 100; time++)
    statuses.add((await fetch(`${studio}/api/uploads`, request)).status)
  expect([...statuses]).toEqual([401])
})

test('the uploader explains that a site forbids workers and sends the original @whole', async ({
  page,
  embedded,
  consoleErrors,
}, testInfo) => {
  embedded.site.directives['worker-src'] = "'none'"
  await page.goto(embedded.site.origin)
  const path = testInfo.outputPath('original.mp4')
  await writeVideo(path, 1024 * 1024, 8)
  const job = await choose(page, path)
  await expect(job).toContainText('Compression isn’t available right now.')
  await job.getByRole('button', { name: 'Upload' }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  expect((await published(embedded, 'original')).sha256).toBe(await sha256(path))
  expect(consoleErrors.filter((line) => !line.includes("worker-src 'none'"))).toEqual([])
})

test('people can record in another site, and its styles apply to the dialogs @whole', async ({
  page,
  embedded,
  consoleErrors,
}) => {
  await page.goto(embedded.site.origin)
  const opener = page.getByRole('button', { name: 'Record camera' })
  await opener.click()
  const recorder = page.getByRole('dialog', { name: 'Record camera' })
  await expect(recorder).toHaveAttribute('data-stage', 'ready')
  await expect(recorder).toHaveCSS('border-radius', '0px')
  await recorder.getByLabel('3-second countdown').uncheck()
  await recorder.getByRole('button', { name: 'Record' }).click()
  await expect(recorder.getByRole('button', { name: 'Pause' })).toBeFocused()
  await expect(recorder.getByRole('timer')).not.toHaveText('0:00')
  await recorder.getByRole('button', { name: 'Stop' }).click()
  await recorder.getByRole('button', { name: 'Use recording' }).click()
  await expect(opener).toBeFocused()
  const job = page.getByRole('article', { name: /^Camera .*\.mp4$/ })
  await job.getByRole('button', { name: 'Trim & cover' }).click()
  const editor = page.getByRole('dialog', { name: /^Trim & cover/ })
  await expect(editor).toHaveCSS('border-radius', '0px')
  await editor.getByRole('button', { name: 'Done' }).click()
  await job.getByRole('button', { name: 'Upload' }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  expect(consoleErrors).toEqual([])
})
