/** The player's controls for everybody: all sizes and themes, and the keyboard alone. */
import type { Locator, Page } from '@playwright/test'
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
  return '/embed/5285890784999999996?muted'
}

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

test('can all be reached and used with the keyboard alone', async ({ page, videoId }) => {
  const video = await open(page, `/embed/${videoId}?muted`)
  const names: string[] = []
  for (let presses = 0; presses < 15; presses++) {
    await page.keyboard.press('Tab')
    const name = await page.evaluate(
      () => document.activeElement?.closest('.skin') && document.activeElement.ariaLabel,
    )
    if (name && !names.includes(name)) names.push(name)
  }
  const visible = await controls(page)
    .locator('button:visible, input:visible')
    .evaluateAll((elements) => elements.map((element) => element.ariaLabel))
  expect(names.toSorted()).toEqual([...new Set(visible)].toSorted())

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
