import { expect, test } from './test.ts'

test('a long queue lays out only the visible cards @whole', async ({ page }) => {
  await page.goto('/')
  await page.getByLabel('Choose videos').setInputFiles(
    Array.from({ length: 60 }, (_, index) => ({
      name: `many ${index}.mp4`,
      mimeType: 'video/mp4',
      buffer: Buffer.from(`video ${index}`),
    })),
  )
  await expect(page.getByRole('article')).toHaveCount(60, { timeout: 60_000 })
  // Scrolling is smooth because only visible cards are laid out and painted. This does not depend on the machine's speed.
  const skipped = await page.evaluate(
    () =>
      [...document.querySelectorAll('article')].filter(
        (card) => !card.firstElementChild?.checkVisibility({ contentVisibilityAuto: true }),
      ).length,
  )
  expect(skipped).toBeGreaterThan(40)
  await page.getByRole('article', { name: 'many 59.mp4' }).scrollIntoViewIfNeeded()
  await expect(page.getByRole('article', { name: 'many 59.mp4' })).toBeInViewport()
})
