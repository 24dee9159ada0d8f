import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from './test.ts'

const dist = fileURLToPath(new URL('../dist/client', import.meta.url))

test('pages come with a strict Content-Security-Policy', async ({ request }) => {
  for (const path of ['/', '/watch/1', '/invite', '/no/such/page']) {
    const headers = (await request.get(path)).headers()
    expect(headers['content-security-policy']).toContain(
      "default-src 'none'; script-src 'self'; style-src 'self'",
    )
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers['content-security-policy']).not.toContain('unsafe')
    expect(headers['x-content-type-options']).toBe('nosniff')
  }
})

test('no file that is served holds a secret or a byte of the local region', async ({ request }) => {
  const secrets = ['local-secret-key', 'local-callback-secret', 'local-session-secret']
  const files = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  expect(files.length).toBeGreaterThan(3)
  for (const file of files) {
    const text = readFileSync(join(file.parentPath, file.name), 'latin1')
    for (const forbidden of [...secrets, '_local/', 'local-vod', 'smithy'])
      expect(text.includes(forbidden), `${file.name} holds ${forbidden}`).toBe(false)
  }
  for (const path of [
    '/',
    '/api/config',
    '/api/session',
    '/api/health',
    '/.dev.vars',
    '/wrangler.json',
  ]) {
    const text = await (await request.get(path)).text()
    for (const secret of secrets) expect(text).not.toContain(secret)
  }
})

for (const colorScheme of ['light', 'dark'] as const)
  for (const locale of ['en-US', 'zh-CN'])
    test.describe(`${colorScheme}, ${locale}`, () => {
      test.use({ colorScheme, locale })

      test('the studio, with jobs in it, passes axe', async ({ page }) => {
        await page.goto('/')
        await expect(page.locator('html')).toHaveAttribute(
          'lang',
          locale === 'en-US' ? 'en' : /^zh/,
        )
        await page.locator('input[type=file]').setInputFiles([
          { name: 'one.mp4', mimeType: 'video/mp4', buffer: Buffer.from('x') },
          { name: 'two.txt', mimeType: 'text/plain', buffer: Buffer.from('x') },
        ])
        await expect(page.getByRole('article')).toHaveCount(2)
        expect((await axe(page)).violations).toEqual([])
      })

      test('the watch page of an unknown video passes axe', async ({ page, guard }) => {
        guard.expectNoise(/404 \(Not Found\)/)
        await page.goto('/watch/1234567890123456788')
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        expect((await axe(page)).violations).toEqual([])
      })
    })

const axe = (page: ConstructorParameters<typeof AxeBuilder>[0]['page']) =>
  new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
