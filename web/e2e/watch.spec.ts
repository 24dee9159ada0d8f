import { expect, test } from './test.ts'

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
