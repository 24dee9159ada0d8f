import { expect, test } from './test.ts'

test.use({ colorScheme: 'light' })

for (const path of ['/', '/library', '/help', '/watch/404', '/operator'])
  test(`${path} is painted in the chosen theme only`, async ({ page, guard }) => {
    guard.allowErrors(/status of 404/)
    await page.addInitScript(() => {
      localStorage.setItem('reelferry.theme', 'dark')
      new MutationObserver(() => {
        if (document.documentElement?.dataset.theme) performance.mark('theme')
      }).observe(document, { attributes: true, subtree: true, attributeFilter: ['data-theme'] })
    })
    // Scripts arrive late, as on a slow line.
    await page.route(/\.js$/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 500))
      await route.continue()
    })
    await page.goto(path)
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    const timeOf = (name: string) =>
      page.evaluate((name) => performance.getEntriesByName(name)[0]?.startTime, name)
    await expect.poll(() => timeOf('first-paint')).toBeDefined()
    expect(await timeOf('theme')).toBeLessThan((await timeOf('first-paint')) ?? 0)
  })
