/** A studio with its own name, logo, colour, links and contact, whose creators need an invitation. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { freePort, startStudio, type Studio } from './studio.ts'
import { expect, test as base } from './test.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const sessionSecret = 'a-session-secret-of-this-test-32-characters'

const test = base.extend<object, { ownStudio: Studio }>({
  ownStudio: [
    async ({}, use) => {
      const port = await freePort()
      const studio = await startStudio('preview', {
        PORT: String(port),
        AUTH_MODE: 'invite',
        VOD_SECRET_ID: 'AKIDofThisTest',
        VOD_SECRET_KEY: 'a-key-of-this-test',
        CALLBACK_SECRET: 'a-callback-secret-of-this-test',
        SESSION_SECRET: sessionSecret,
        OPERATOR_SECRET: 'an-operator-secret-of-this-test-with-40-characters',
        STUDIO_NAME: 'Harbor TV',
        STUDIO_LOGO: `http://localhost:${port}/favicon.svg`,
        STUDIO_ACCENT: '#7a1f5c',
        STUDIO_FOOTER: 'Imprint https://example.com/imprint, Privacy https://example.com/privacy',
        ADMIN_CONTACT: 'video@example.com',
      })
      await use(studio)
      await studio.stop()
    },
    { scope: 'worker' },
  ],
  baseURL: ({ ownStudio }, use) => use(ownStudio.origin),
})

test.beforeEach(({ guard, ownStudio }) => {
  guard.allowErrors(new RegExp(`unexpected request: ${ownStudio.origin}/`))
})

/** Creates an invitation, as an operator does. */
function invite(creator: string, origin: string): string {
  const command = ['edge/commands/invite.ts', creator, creator, origin]
  const env = { ...process.env, SESSION_SECRET: sessionSecret }
  const { stdout } = spawnSync(process.execPath, command, { cwd: root, env, encoding: 'utf8' })
  return stdout.trim()
}

test('a first visit makes no request that fails', async ({ page }) => {
  const calls: string[] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.startsWith('/api/')) calls.push(pathname)
  })
  for (const path of ['/', '/library']) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/invitation/)
  }
  expect(calls).toEqual([])
})

test('shows the operator’s settings on every page', async ({ page, guard }) => {
  // The watch page has no video.
  guard.allowErrors(/status of 404/)
  for (const [path, title] of [
    ['/', 'Harbor TV'],
    ['/help', 'Help – Harbor TV'],
    ['/no/such/page', 'Harbor TV'],
    ['/watch/abc', 'Video not found – Harbor TV'],
    ['/operator', /^[A-Z][\w ]+ – Harbor TV$/],
  ] as const) {
    await page.goto(path)
    await expect(page).toHaveTitle(title)
    const links = page.getByRole('contentinfo').getByRole('link')
    await expect(links, path).toHaveText(['Imprint', 'Privacy'])
    await expect(links.first()).toHaveAttribute('href', 'https://example.com/imprint')
    const accent = await page.evaluate(() =>
      getComputedStyle(document.documentElement).getPropertyValue('--accent'),
    )
    expect([path, accent]).toEqual([path, expect.stringContaining('#7a1f5c')])
  }
  await page.goto('/help')
  const home = page.getByRole('banner').getByRole('link', { name: 'Harbor TV' })
  await expect(home).toBeVisible()
  await expect
    .poll(() => home.locator('img').evaluate((logo: HTMLImageElement) => logo.naturalWidth))
    .toBeGreaterThan(0)
})

test('signs in with a pasted invitation, once', async ({ page, browser, ownStudio }) => {
  const link = invite('ada', ownStudio.origin)
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/invitation/)
  await expect(page.getByText('Harbor TV is where your team records')).toBeVisible()
  await expect(page.getByText('organization')).toBeHidden()
  await expect(page.getByRole('link', { name: 'video@example.com' })).toHaveAttribute(
    'href',
    'mailto:video@example.com',
  )
  await page.getByLabel('Paste an invitation link').fill(link)
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Choose videos')).toBeAttached()
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible()

  const other = await browser.newContext({ baseURL: ownStudio.origin, locale: 'en-US' })
  const stranger = await other.newPage()
  await stranger.goto(link)
  await expect(stranger.getByRole('heading', { level: 1 })).toHaveText(/\bused\b/)
  await expect(stranger.getByRole('link', { name: 'Ask for a new link' })).toHaveAttribute(
    'href',
    'mailto:video@example.com',
  )
  await stranger.getByRole('link', { name: 'Go to the studio' }).click()
  await expect(stranger.getByLabel('Paste an invitation link')).toBeVisible()
  await other.close()
})
