import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from './test.ts'

const dist = fileURLToPath(new URL('../dist/client', import.meta.url))

test('pages have a strict Content-Security-Policy', async ({ request }) => {
  for (const path of [
    '/',
    '/watch/1',
    '/watch',
    '/embed',
    '/invite',
    '/no/such/page',
    '/operator',
  ]) {
    const headers = (await request.get(path)).headers()
    expect(headers['content-security-policy']).toContain(
      "default-src 'none'; script-src 'self'; style-src 'self'",
    )
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers['content-security-policy']).not.toContain('unsafe')
    expect(headers['x-content-type-options']).toBe('nosniff')
  }
})

test('the language select is at the end of the bar on every page', async ({ page, guard }) => {
  guard.allowErrors(/status of 404/)
  await page.setViewportSize({ width: 1280, height: 800 })
  for (const path of ['/', '/no/such/page', '/watch/1', '/operator']) {
    await page.goto(path)
    const bar = page.getByRole('banner')
    const language = bar.getByRole('combobox')
    // A signed-in creator finds it in the account menu, which replaces the select when the session is known.
    const account = bar.getByRole('button', { name: /^Account/ })
    const hasMenu = path !== '/operator'
    const control = hasMenu ? account : language
    await expect(control).toBeVisible()
    const { x = 0, width = 0 } = (await control.boundingBox()) ?? {}
    expect([path, x + width > 1200]).toEqual([path, true])
    if (hasMenu) await account.click()
    await expect(language).toHaveValue('en')
  }
})

test('a missing file is answered with 404, never with the studio', async ({ request }) => {
  for (const path of ['/assets/Old-1a2b3c4d.js', '/player/x.js', '/uploader/x', '/operator/x.js']) {
    const response = await request.get(path)
    expect([path, response.status(), response.headers()['cache-control']]).toEqual([
      path,
      404,
      'no-store',
    ])
    expect(response.headers()['content-type']).toContain('application/problem+json')
  }
})

test('files are served with their own type, without the Worker', async ({ request }) => {
  const scriptName = readdirSync(join(dist, 'assets')).find((name) => name.endsWith('.js'))
  for (const [path, cached] of [
    [`/assets/${scriptName}`, 'public, max-age=31536000, immutable'],
    ['/player.js', 'public, max-age=3600'],
    ['/service-worker.js', 'public, max-age=0, must-revalidate'],
    ['/manifest.webmanifest', 'public, max-age=0, must-revalidate'],
  ]) {
    const response = await request.get(path ?? '')
    const headers = response.headers()
    expect([path, response.status(), headers['cache-control']]).toEqual([path, 200, cached])
    expect(headers['x-content-type-options']).toBe('nosniff')
    // The Worker would answer with the studio's document.
    expect(headers['content-type']).toMatch(/javascript|manifest/)
  }
})

test('no served file contains a secret or code of the local region', async ({ request }) => {
  const secrets = ['local-secret-key', 'local-callback-secret', 'local-session-secret']
  const files = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  expect(files.length).toBeGreaterThan(3)
  for (const file of files) {
    const text = readFileSync(join(file.parentPath, file.name), 'latin1')
    for (const forbidden of [...secrets, '_local/', 'local-vod', 'smithy'])
      expect(text.includes(forbidden), `${file.name} contains ${forbidden}`).toBe(false)
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

test('the help page is linked and lists the licences of third-party code', async ({
  page,
  request,
}) => {
  await page.goto('/')
  await page.getByRole('link', { name: 'Help' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Help' })).toBeVisible()
  await expect(page).toHaveTitle('Help – Reelferry')
  const link = page.getByRole('link', { name: 'Open-source licenses' })
  const licences = await request.get((await link.getAttribute('href')) ?? '')
  expect(licences.headers()['content-type']).toContain('text/plain')
  expect(await licences.text()).toMatch(/vue[\s\S]*FFmpeg[\s\S]*GNU LESSER GENERAL PUBLIC LICENSE/)
})

test('a link to a question of the help page scrolls to it', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 400 })
  await page.goto('/help#ask')
  const question = page.getByRole('heading', { name: 'Who can help me?' })
  await expect(question).toBeInViewport()
  await page.getByRole('link', { name: 'Can I close the page?' }).click()
  await expect(page).toHaveURL(/#close$/)
  await expect(question).not.toBeInViewport()
})

test('a request that is too large gets a problem, also after its whole body is sent', async ({
  request,
}) => {
  for (const path of ['/api/uploads', '/api/vod/events/a-secret'])
    for (const size of [1_100_000, 5_000_000]) {
      const response = await request.post(path, { data: Buffer.alloc(size) })
      expect([path, size, response.status()]).toEqual([path, size, 413])
      expect(await response.json()).toMatchObject({ code: 'body-too-large' })
    }
})
