import { gzipSync } from 'node:zlib'
import { problem } from '@reelferry/contract'
import { layoutShifts } from './layout-shifts.ts'
import { expect, test } from './test.ts'

test('the first page shows no alarm and logs no error @core @webkit', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByLabel('Choose videos')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Record camera' })).toBeVisible()
  await page.waitForLoadState('networkidle')
  await expect(page.getByRole('alert')).toHaveCount(0)
})

test('a first visit loads less than 45 kB of JavaScript before videos can be chosen', async ({
  page,
  request,
}) => {
  const paths = new Set<string>()
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') paths.add(new URL(response.url()).pathname)
  })
  await page.goto('/')
  await expect(page.getByLabel('Choose videos')).toBeVisible()
  await page.waitForLoadState('networkidle')
  const scripts = await Promise.all(
    [...paths].map(async (path) => ({
      path,
      size: gzipSync(await (await request.get(path)).body()).length,
    })),
  )
  const total = scripts.reduce((sum, { size }) => sum + size, 0)
  expect(scripts.length).toBeGreaterThan(0)
  expect(total, JSON.stringify(scripts, null, 2)).toBeLessThan(45_000)
})

test('jobs of an earlier page are restored automatically', async ({ page }) => {
  const restored = page.getByRole('article', { name: 'left.mp4' })
  await page.goto('/')
  await page
    .getByLabel('Choose videos')
    .setInputFiles({ name: 'left.mp4', mimeType: 'video/mp4', buffer: Buffer.from('left') })
  await expect(restored).toHaveAttribute('data-stage', 'draft')
  await page.reload()
  await expect(restored).toHaveAttribute('data-stage', 'draft')
})

test('files that are chosen before the queue can be loaded are added afterwards', async ({
  page,
  guard,
}) => {
  guard.allowErrors(/ERR_FAILED/)
  await page.route(/assets\/queue-/, (route) => route.abort())
  await page.goto('/')
  await page
    .getByLabel('Choose videos')
    .setInputFiles({ name: 'kept.mp4', mimeType: 'video/mp4', buffer: Buffer.from('kept') })
  const alert = page.getByRole('alert')
  await expect(alert).toContainText('Can’t reach the studio.')
  await page.unroute(/assets\/queue-/)
  await alert.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('article', { name: 'kept.mp4' })).toBeVisible()
  await expect(alert).toHaveCount(0)
})

test.describe('in a Chinese browser', () => {
  test.use({ locale: 'zh-TW' })

  test('no page shows another language first, and none shifts', async ({ page }) => {
    // Records each text that the page ever shows.
    await page.addInitScript(() => {
      const shown = new Set<string>()
      new MutationObserver((changes) => {
        for (const { target, addedNodes } of changes)
          for (const node of [target, ...addedNodes])
            if (!['STYLE', 'SCRIPT'].includes(node.nodeName)) shown.add(node.textContent ?? '')
      }).observe(document, { childList: true, characterData: true, subtree: true })
      Object.assign(window, { shownTexts: shown })
    })
    const englishTexts = () =>
      page.evaluate(() =>
        [...(window as never as { shownTexts: Set<string> }).shownTexts].filter((text) =>
          /(?:Publish|Drop|Up to|Upload|Record|Quality|Library|Search|Can I|invitation) /.test(
            text,
          ),
        ),
      )
    const openPage = async (path: string, heading: string) => {
      await page.goto(path)
      await expect(page.getByRole('heading', { name: heading }).first()).toBeVisible()
      await page.waitForLoadState('networkidle')
      expect(await englishTexts()).toEqual([])
      expect((await layoutShifts(page)).filter((shift) => !shift.hadRecentInput)).toEqual([])
    }
    await openPage('/library', '影片庫')
    await openPage('/help', '說明')
    await openPage('/', '發布你的影片')
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'a.mp4', mimeType: 'video/mp4', buffer: Buffer.from('a') })
    await expect(page.getByRole('article', { name: 'a.mp4' })).toBeVisible()
    await page.locator('[data-opens=camera]').click()
    await expect(page.getByRole('dialog')).toBeVisible()
    expect(await englishTexts()).toEqual([])
  })
})

test('the page for people who are not signed in shifts nothing', async ({ page, guard }) => {
  guard.allowErrors(/status of 401/)
  await page.route('/api/session', (route) =>
    route.fulfill({
      status: 401,
      contentType: 'application/problem+json',
      json: problem('not-signed-in'),
    }),
  )
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'invitation' })).toBeVisible()
  expect(await layoutShifts(page)).toEqual([])
})
