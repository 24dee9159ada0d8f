import { expect, test } from './published.ts'

test('an unknown video gets a page that says so', async ({ page, guard }) => {
  guard.expectNoise(/404 \(Not Found\)/)
  await page.goto('/watch/1234567890123456789')
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/no such video|not found/i)
  await expect(page.locator('video')).toHaveCount(0)
})

test('an address that does not exist gets a page that says so', async ({ page }) => {
  await page.goto('/no/such/page')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByRole('link', { name: /studio|start|home/i }).first()).toBeVisible()
})

test.describe('what there is to share', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

  test('is copied, from the page that links lead to, in both languages', async ({
    page,
    fileId,
    studio,
  }) => {
    await page.goto(`/watch/${fileId}`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('clip')
    await expect(page).toHaveTitle('clip – Reelferry')
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText())
    const link = `${studio.origin}/watch/${fileId}`
    await expect(page.getByLabel('Link')).toHaveValue(link)
    await page.getByRole('button', { name: 'Copy link' }).click()
    await expect(page.getByRole('status')).toHaveText('Copied')
    expect(await clipboard()).toBe(link)
    await page.getByLabel('Language').selectOption('简体中文')
    await page.getByRole('button', { name: '复制嵌入代码' }).click()
    await expect.poll(clipboard).toContain(`<iframe src="${studio.origin}/embed/${fileId}"`)
    await page.reload()
    await expect(page.getByRole('button', { name: '复制链接' })).toBeVisible()
  })
})
