/** The player's controls for everybody: contrast on any picture, all sizes and themes, and the keyboard alone. */
import type { Locator, Page } from '@playwright/test'
import { allowMeasuring, contrasts, showPicture } from './picture-contrast.ts'
import { expect, test } from './published-video.ts'
import { violations } from './screen-inspection.ts'

const controls = (page: Page) => page.getByRole('group', { name: 'Player controls' })
const button = (page: Page, name: string | RegExp) =>
  controls(page).getByRole('button', { name, exact: true })

async function open(page: Page, path: string): Promise<Locator> {
  await page.goto(path)
  await expect(controls(page)).toBeVisible()
  return page.locator('video')
}

const cue = 'A ferry leaves the harbour'

/** Adds captions to the API response of an unknown video. Returns the path of its embed page. */
async function withCaptions(page: Page, origin: string, fileId: string): Promise<string> {
  await page.route('**/captions.vtt', (route) =>
    route.fulfill({
      contentType: 'text/vtt',
      headers: { 'access-control-allow-origin': '*' },
      body: `WEBVTT\n\n00:00.000 --> 00:03.000\n${cue}\n`,
    }),
  )
  const known = (await (await page.request.get(`/api/videos/${fileId}`)).json()) as object
  const captions = [{ src: `${origin}/captions.vtt`, language: 'en', label: 'English' }]
  await page.route('**/api/videos/*', (route) => route.fulfill({ json: { ...known, captions } }))
  return '/embed/5285890784999999996'
}

/** Parts that must be readable, with their smallest contrast (WCAG 2.2, 1.4.3 and 1.4.11). */
const barParts = {
  '.skin-buttons button:not([hidden]) .icon': 3,
  '.skin-button.skin-text': 4.5,
  '.skin-clock': 4.5,
  '.skin-length': 4.5,
  '.skin-volume .skin-played': 3,
}
/** Captions in the default size and background: white on a dark box, and not below the shadow of the controls. */
const textParts = { '.skin-captions > p': 7, '.skin-toast > [aria-live]': 4.5 }
const menuParts = { '.skin-menu button': 4.5, '.skin-menu-head': 4.5 }

test('have enough contrast on white, black and noisy pictures', async ({
  page,
  studio,
  fileId,
  guard,
}) => {
  guard.allowErrors(/404 \(Not Found\)/)
  await allowMeasuring(page)
  await open(page, await withCaptions(page, studio.origin, fileId))
  await page.keyboard.press('c')
  await expect(page.locator('.skin-captions p')).toHaveText(cue)
  const toast = page.locator('.skin-toast > [aria-live]')
  await expect(toast).toBeEmpty()
  const check = async (parts: Record<string, number>, state: string) => {
    const found = await contrasts(page, Object.keys(parts))
    for (const [selector, lowest] of Object.entries(parts))
      expect.soft(found[selector], `${selector}, ${state}`).toBeGreaterThanOrEqual(lowest)
  }
  for (const picture of ['white', 'black', 'noise'] as const) {
    await showPicture(page, picture)
    // Without the time after which the controls remove a text.
    await toast.evaluate((element) => (element.textContent = 'Muted'))
    await check({ ...barParts, ...textParts }, picture)
    await toast.evaluate((element) => (element.textContent = ''))
    await button(page, /^Speed: /).click()
    await expect(controls(page).getByRole('group', { name: 'Speed' })).toBeVisible()
    await check(menuParts, picture)
    await page.keyboard.press('Escape')
  }
})

test('show captions above the controls, in all sizes of the player', async ({
  page,
  studio,
  fileId,
  guard,
}) => {
  guard.allowErrors(/404 \(Not Found\)/)
  await open(page, await withCaptions(page, studio.origin, fileId))
  await page.keyboard.press('c')
  const shown = page.locator('.skin-captions p')
  for (const width of [320, 390, 1280]) {
    await page.setViewportSize({ width, height: Math.round((width * 9) / 16) })
    const distance = async () => {
      const [text, scrubber] = await Promise.all([
        shown.boundingBox(),
        page.locator('.skin-scrubber').boundingBox(),
      ])
      return text && scrubber && scrubber.y - text.y - text.height
    }
    await expect.poll(distance, `${width} px`).toBeGreaterThanOrEqual(0)
  }
})

test('have no violations in all states, themes and sizes @whole', async ({
  page,
  studio,
  fileId,
  guard,
}) => {
  test.slow()
  guard.allowErrors(/404 \(Not Found\)/)
  const path = await withCaptions(page, studio.origin, fileId)
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [320, 390, 768, 1280, 1920]) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: Math.round((width * 9) / 16) + 60 })
      await open(page, path)
      const check = async (state: string) => {
        const name = `${state}, ${width} px, ${colorScheme}`
        expect(await violations(page), name).toEqual([])
        const overflow = await page.evaluate(() => {
          const row = document.querySelector('.skin-buttons') as HTMLElement
          const menu = document.querySelector('.skin-menu')
          const { left = 0, right = 0, top = 0 } = menu?.getBoundingClientRect() ?? {}
          return row.scrollWidth > row.clientWidth || left < 0 || right > innerWidth || top < 0
        })
        expect(overflow, name).toBe(false)
      }
      await check('at the start')
      await page.keyboard.press('c')
      await check('with captions')
      await button(page, 'Captions').click()
      await check('menu of captions')
      for (const setting of [/^Text size/, /^Background/]) {
        await controls(page).getByRole('button', { name: setting }).click()
        await check(String(setting))
        await page.keyboard.press('Escape')
      }
      await page.keyboard.press('Escape')
      const menu = width < 600 ? 'More' : /^Speed: /
      await button(page, menu).click()
      await check('menu')
      await page.keyboard.press('Escape')
      await page.keyboard.press('?')
      await expect(page.getByRole('dialog')).toBeVisible()
      await check('sheet')
      await page.keyboard.press('Escape')
    }
})

test('can all be reached and used with the keyboard alone @core', async ({ page, videoId }) => {
  const video = await open(page, `/embed/${videoId}?muted`)
  const visible = await controls(page)
    .locator('button:visible, input:visible')
    .evaluateAll((elements) => elements.map((element) => element.ariaLabel))
  const missing = new Set(visible)
  // Not further: in Firefox, Tab leaves the page after its last control, and later keys go to the browser.
  for (let presses = 0; presses < visible.length + 3 && missing.size > 0; presses++) {
    await page.keyboard.press('Tab')
    const name = await page.evaluate(
      () => document.activeElement?.closest('.skin') && document.activeElement.ariaLabel,
    )
    missing.delete(name ?? null)
  }
  expect([...missing]).toEqual([])

  await button(page, /^Speed: /).focus()
  await page.keyboard.press('Enter')
  // The code of the menus may still be on the way.
  await expect(controls(page).getByRole('button', { name: '1×', exact: true })).toBeFocused()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await expect(video).toHaveJSProperty('playbackRate', 2)
  await button(page, 'Play').last().focus()
  await page.keyboard.press('Space')
  await expect(video).toHaveJSProperty('paused', false)
})
