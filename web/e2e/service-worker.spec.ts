import type { Page } from '@playwright/test'
import { expect, test } from './test.ts'
import { openGate } from './unreachable-studio.ts'
import { networkErrors } from './upload-faults.ts'

test.use({ serviceWorkers: 'allow' })

/** Opens the studio, and again when its service worker is ready, so that the worker controls the page. */
async function openInstalled(page: Page, origin = '') {
  await page.goto(`${origin}/`)
  // A worker is ready before it is activated. In WebKit, a page that is loaded meanwhile never sees the new state.
  await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready
    while (active?.state === 'activating')
      await new Promise((resolve) => active.addEventListener('statechange', resolve))
  })
  await page.reload()
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state))
    .toBe('activated')
}

test('the studio opens offline, and no API response is cached @core @webkit', async ({
  page,
  studio,
  guard,
}) => {
  const gate = await openGate(studio.origin)
  guard.allowErrors(networkErrors)
  guard.allowErrors(new RegExp(`unexpected request: ${gate.origin}/`))
  await openInstalled(page, gate.origin)
  await gate.close()
  await page.goto(`${gate.origin}/library`)
  await expect(page.getByRole('heading', { name: 'Library' })).toBeVisible()
  await expect(page.getByText('Can’t reach the studio.').first()).toBeVisible()
  await page.getByRole('link', { name: 'Studio' }).click()
  await page
    .getByLabel('Choose videos')
    .setInputFiles({ name: 'offline.mp4', mimeType: 'video/mp4', buffer: Buffer.from('x') })
  await expect(page.getByRole('article', { name: 'offline.mp4' })).toBeVisible()
  const cached = await page.evaluate(async () => {
    const names = await caches.keys()
    const caches_ = await Promise.all(names.map((name) => caches.open(name)))
    const requests = await Promise.all(caches_.map((cache) => cache.keys()))
    return requests.flat().map(({ url }) => new URL(url).pathname)
  })
  const needed = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLScriptElement>('script[src]')].map(
      ({ src }) => new URL(src).pathname,
    ),
  )
  expect(cached).toEqual(expect.arrayContaining(['/', ...needed]))
  expect(cached.filter((path) => path !== '/' && !path.startsWith('/assets/'))).toEqual([])
  await gate.open()
  await page.getByRole('link', { name: 'Library' }).click()
  await expect(page.getByText('Can’t reach the studio.')).toHaveCount(0)
  await gate.close()
})

test('a video that is shared with the installed studio is added to its queue @whole', async ({
  page,
}) => {
  await openInstalled(page)
  // A phone does this for the manifest's share target.
  await page.evaluate(async () => {
    const form = new FormData()
    form.append('videos', new File(['shared'], 'shared 分享.mp4', { type: 'video/mp4' }))
    const response = await fetch('/share', { method: 'POST', body: form, redirect: 'manual' })
    if (response.type !== 'opaqueredirect') throw new Error(`answered ${response.status}`)
  })
  await page.goto('/')
  await expect(page.getByRole('article', { name: 'shared 分享.mp4' })).toBeVisible()
  await expect
    .poll(() => page.evaluate(async () => (await caches.open('shared')).keys()))
    .toEqual([])
})

test('the icons of the manifest exist', async ({ request }) => {
  const manifest = await (await request.get('/manifest.webmanifest')).json()
  expect(manifest.icons.length).toBeGreaterThan(2)
  for (const { src } of manifest.icons) {
    const response = await request.get(src)
    expect(response.headers()['content-type'], src).toMatch(/^image\//)
  }
})
