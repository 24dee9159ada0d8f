import { gzipSync } from 'node:zlib'
import { expect, test } from './test.ts'

test('a first visit loads less than 50 kB of JavaScript before videos can be chosen', async ({
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
  expect(total, JSON.stringify(scripts, null, 2)).toBeLessThan(50_000)
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
  await page.goto('/')
  await expect(page.getByLabel('Choose videos')).toBeVisible()
  await page.route(/assets\/queue-/, (route) => route.abort())
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
