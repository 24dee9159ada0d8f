/** Double clicks every button of each main state: nothing is lost, or it can be undone. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from '@playwright/test'
import { expect, test } from './test.ts'

const clip = readFileSync(fileURLToPath(new URL('fixtures/clip.mp4', import.meta.url)))
const names = ['first.mp4', 'second.mp4', 'third.mp4']

/** Bytes per second of an upload that does not end during a test. */
const slow = 2000

test.afterEach(({ region }) => region.setFaults({ bytesPerSecond: 0 }))

interface State {
  /** Brings a page into the state. */
  setUp: (page: Page) => Promise<unknown>
  /** Elements whose buttons are double clicked; the whole page by default. */
  within?: string
}

const stagesOf = (page: Page) =>
  page
    .getByRole('article')
    .evaluateAll((cards) =>
      cards.map((card) => [card.ariaLabel ?? '', (card as HTMLElement).dataset.stage ?? '']),
    )

/** Undoes all that can be undone. */
async function undoAll(page: Page) {
  const undo = page.getByRole('button', { name: 'Undo', exact: true })
  for (let tries = 0; tries < 3 && (await undo.isVisible()); tries++)
    await undo.click({ timeout: 2000 }).catch(() => undefined)
}

/** Double clicks each visible and enabled button in turn, each on a page of its own. */
async function doubleClickAll(
  browser: Browser,
  baseURL: string | undefined,
  { setUp, within = 'body' }: State,
  check: (page: Page, button: string) => Promise<void>,
): Promise<string[]> {
  const clicked: string[] = []
  for (let index = 0, count = 1; index < count; index++) {
    const context = await browser.newContext({
      ...(baseURL && { baseURL }),
      locale: 'en-US',
      serviceWorkers: 'block',
    })
    const page = await context.newPage()
    const deleted: string[] = []
    page.on('request', (request) => {
      if (request.method() === 'DELETE') deleted.push(request.url())
    })
    page.on('dialog', (dialog) => void dialog.dismiss())
    await setUp(page)
    const buttons = page.locator(within).locator('button:visible:enabled')
    await expect(buttons).not.toHaveCount(0)
    count = await buttons.count()
    const button = buttons.nth(index)
    const name = (await button.getAttribute('aria-label')) ?? (await button.innerText())
    clicked.push(name)
    await button.dblclick()
    await check(page, name)
    expect(deleted, `after a double click on ${name}`).toEqual([])
    await context.close()
  }
  return clicked
}

const add = async (page: Page, files = names) => {
  await page.goto('/')
  await page
    .getByLabel('Choose videos')
    .setInputFiles(files.map((name) => ({ name, mimeType: 'video/mp4', buffer: clip })))
  await expect(page.getByRole('article')).toHaveCount(files.length)
}

const choose = async (page: Page, files = names) => {
  await add(page, files)
  // All buttons are there when all files are inspected.
  for (const name of files)
    await expect(page.getByRole('article', { name }).getByLabel('Quality')).toBeEnabled()
}

/** All videos are in the list and none is canceled, at once or after Undo, which may appear later. */
async function expectQueue(page: Page, button: string, files = names) {
  await expect(async () => {
    await undoAll(page)
    const stages = await stagesOf(page)
    expect(stages.map(([name]) => name).toSorted(), button).toEqual(files.toSorted())
    const canceled = stages.filter(([, stage]) => stage === 'canceled')
    expect(canceled, `after a double click on ${button}`).toEqual([])
  }).toPass({ timeout: 15_000 })
}

test('a double click on any button of a queue of drafts loses no video @whole', async ({
  browser,
  baseURL,
  region,
}) => {
  test.slow()
  await region.setFaults({ bytesPerSecond: slow })
  const clicked = await doubleClickAll(browser, baseURL, { setUp: choose }, expectQueue)
  expect(clicked).toEqual(expect.arrayContaining(['Upload all', 'Remove', 'Apply to all']))
})

test('a double click on any button of a running or paused queue loses no video @whole', async ({
  browser,
  baseURL,
  region,
}) => {
  test.slow()
  await region.setFaults({ bytesPerSecond: slow })
  const upload = async (page: Page) => {
    await choose(page)
    await page.getByRole('button', { name: 'Upload all' }).click()
    await expect(page.locator('[data-stage=uploading]')).toHaveCount(3)
  }
  const within = '.jobs'
  const sending = await doubleClickAll(browser, baseURL, { setUp: upload, within }, expectQueue)
  expect(sending).toEqual(expect.arrayContaining(['Pause all', 'Pause', 'Cancel']))
  const pause = async (page: Page) => {
    await upload(page)
    await page.getByRole('button', { name: 'Pause all' }).click()
    await expect(page.locator('[data-stage=paused]')).toHaveCount(3)
  }
  const paused = await doubleClickAll(browser, baseURL, { setUp: pause, within }, expectQueue)
  expect(paused).toEqual(expect.arrayContaining(['Resume all', 'Resume', 'Cancel']))
})

for (const width of [390, 768, 1280, 1920])
  test(`a double click on Upload all starts all uploads, ${width} pixels wide @whole`, async ({
    page,
    region,
  }) => {
    await region.setFaults({ bytesPerSecond: slow })
    await page.setViewportSize({ width, height: 900 })
    await add(page)
    await page.getByRole('button', { name: 'Upload all' }).dblclick()
    await expect(page.locator('[data-stage=uploading]')).toHaveCount(3)
    await expect(page.getByRole('button', { name: 'Pause all' })).toBeInViewport({ ratio: 1 })
    await expectQueue(page, 'Upload all')
  })

for (const [name, isRunning, tag] of [
  ['More for all videos', true, ''],
  ['More for second.mp4', false, ' @whole'],
  ['Upload settings', false, ' @whole'],
] as const)
  test(`a double click on any button of the menu ${name} loses no video${tag}`, async ({
    browser,
    baseURL,
    region,
  }) => {
    test.slow()
    await region.setFaults({ bytesPerSecond: slow })
    const openMenu = async (page: Page) => {
      await add(page)
      if (isRunning) await page.getByRole('button', { name: 'Upload all' }).click()
      await page.getByRole('button', { name }).click()
      await expect(page.locator('.menu:popover-open')).toBeVisible()
    }
    const menu = { setUp: openMenu, within: '.menu:popover-open' }
    await doubleClickAll(browser, baseURL, menu, expectQueue)
  })

test('a double click on any button of a card, the library or a page deletes no published video @whole', async ({
  browser,
  baseURL,
}) => {
  test.slow()
  const publish = async (page: Page) => {
    await choose(page, ['done.mp4'])
    await page.getByRole('button', { name: 'Upload', exact: true }).click()
    await expect(page.getByRole('article')).toHaveAttribute('data-stage', 'ready', {
      timeout: 60_000,
    })
  }
  await doubleClickAll(browser, baseURL, { setUp: publish, within: '.jobs' }, (page, button) =>
    expectQueue(page, button, ['done.mp4']),
  )
  const openLibrary = async (page: Page) => {
    await page.goto('/library')
    await expect(page.getByRole('article').first()).toBeVisible()
  }
  let count = 0
  const countVideos = async (page: Page) => {
    await openLibrary(page)
    count = await page.getByRole('article').count()
  }
  const expectVideos = async (page: Page) => {
    await undoAll(page)
    await page.goto('/library')
    await expect(page.getByRole('article')).toHaveCount(count)
  }
  await doubleClickAll(browser, baseURL, { setUp: countVideos, within: 'main' }, expectVideos)
  const select = async (page: Page) => {
    await countVideos(page)
    await page.getByRole('checkbox').first().check()
  }
  const selection = { setUp: select, within: '[aria-label="Selected videos"]' }
  await doubleClickAll(browser, baseURL, selection, expectVideos)
  const openDetails = async (page: Page) => {
    await openLibrary(page)
    await page.getByRole('article').first().getByRole('link').first().click()
    await expect(page.getByRole('textbox', { name: 'Title' })).toBeVisible()
  }
  await doubleClickAll(browser, baseURL, { setUp: openDetails, within: 'main' }, expectVideos)
})
