/** The player's controls: by keyboard and pointer, menus, preferences, captions, and the browser's controls. */
import type { Locator, Page } from '@playwright/test'
import type { Video } from '@reelferry/contract'
import { layoutShifts } from './layout-shifts.ts'
import { clip, expect, expectPlayed, test } from './published-video.ts'
import { violations } from './screen-inspection.ts'

const controls = (page: Page) => page.getByRole('group', { name: 'Player controls' })
const button = (page: Page, name: string | RegExp) =>
  controls(page).getByRole('button', { name, exact: true })
const timeOf = (video: Locator) =>
  video.evaluate((element: HTMLVideoElement) => element.currentTime)

/** Repeats the video, because on a slow machine it could end before the next step. */
const setRepeated = (video: Locator, isRepeated: boolean) =>
  video.evaluate((element: HTMLVideoElement, value) => (element.loop = value), isRepeated)

/** Records the announcements of the controls from now on, because each is shown only for a short time. */
async function recordAnnouncements(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const announced: string[] = []
    Object.assign(window, { announced })
    const status = document.querySelector('.skin [aria-live]')
    if (!status) throw new Error('The controls have no live region.')
    new MutationObserver(() => {
      if (status.textContent) announced.push(status.textContent)
    }).observe(status, { childList: true, characterData: true, subtree: true })
  })
  return () => page.evaluate(() => (window as unknown as { announced: string[] }).announced)
}

async function open(page: Page, path: string): Promise<Locator> {
  await page.goto(path)
  await expect(controls(page)).toBeVisible()
  return page.locator('video')
}

test('take over after the first frame without a moment with two controls or none', async ({
  page,
  videoId,
}) => {
  await page.addInitScript(() => {
    const moments: string[] = []
    Object.assign(window, { moments })
    const record = () => {
      const video = document.querySelector('video')
      if (video) {
        const shown = [video.controls && 'browser', document.querySelector('.skin') && 'player']
        const moment = `${video.readyState >= 2 ? 'frame' : 'no frame'}: ${shown.filter(Boolean).join('+')}`
        if (moments.at(-1) !== moment) moments.push(moment)
      }
      requestAnimationFrame(record)
    }
    requestAnimationFrame(record)
  })
  const video = await open(page, `/watch/${videoId}`)
  await expect(video).not.toHaveAttribute('controls')
  const recorded = () => page.evaluate(() => (window as unknown as { moments: string[] }).moments)
  await expect.poll(async () => (await recorded()).at(-1)).toBe('frame: player')
  const moments = await recorded()
  expect(moments.filter((moment) => /: $|\+/.test(moment))).toEqual([])
  expect(moments).not.toContain('no frame: player')
  expect(await layoutShifts(page)).toEqual([])
  expect(await violations(page)).toEqual([])
})

test('work with a pointer @core', async ({ page, videoId }) => {
  const video = await open(page, `/watch/${videoId}`)
  await setRepeated(video, true)
  await controls(page).locator('.skin-start').click()
  await expectPlayed(video, 0.2)
  await expect(controls(page).locator('.skin-start')).toBeHidden()
  await button(page, 'Pause').click()
  await expect(video).toHaveJSProperty('paused', true)

  const position = controls(page).getByRole('slider', { name: 'Position' })
  const box = await position.boundingBox()
  if (!box) throw new Error('The scrubber is not visible.')
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
  await expect.poll(() => timeOf(video)).toBeCloseTo(1.5, 0)
  await expect(position).toHaveAttribute('aria-valuetext', /^0:01 of 0:03/)

  // A click on the picture plays and pauses.
  const area = controls(page).locator('.skin-area')
  await area.click({ position: { x: 100, y: 60 } })
  await expect(video).toHaveJSProperty('paused', false)
  await area.click({ position: { x: 100, y: 60 } })
  await expect(video).toHaveJSProperty('paused', true)

  await button(page, 'Mute').click()
  await expect(video).toHaveJSProperty('muted', true)
  await button(page, 'Unmute').click()
  await expect(video).toHaveJSProperty('muted', false)

  await button(page, 'Full screen').click()
  await expect(button(page, 'Exit full screen')).toBeVisible()
  await button(page, 'Exit full screen').click()
  await expect(button(page, 'Full screen')).toBeVisible()
})

test('work with the keyboard and announce each change once', async ({ page, videoId }) => {
  const video = await open(page, `/watch/${videoId}`)
  const announced = await recordAnnouncements(page)
  await setRepeated(video, true)
  await page.keyboard.press('k')
  await expectPlayed(video, 0.1)
  await page.keyboard.press('k')
  await expect(video).toHaveJSProperty('paused', true)
  await setRepeated(video, false)
  await page.keyboard.press('5')
  await expect.poll(() => timeOf(video)).toBeCloseTo(1.5, 1)
  await page.keyboard.press('m')
  await page.keyboard.press('>')
  await expect(video).toHaveJSProperty('playbackRate', 1.25)
  await expect.poll(announced).toEqual(['Playing', 'Paused', '0:01', 'Muted', 'Speed: 1.25×'])

  // The position slider moves by five seconds, and the volume follows the arrow keys in the player.
  const position = controls(page).getByRole('slider', { name: 'Position' })
  await position.focus()
  await page.keyboard.press('Home')
  await expect(video).toHaveJSProperty('currentTime', 0)
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => timeOf(video)).toBeCloseTo(3, 0)
  await page.keyboard.press('ArrowDown')
  await expect
    .poll(() => video.evaluate((element: HTMLVideoElement) => element.volume))
    .toBeCloseTo(0.95, 2)

  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(sheet).toBeVisible()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(sheet).toHaveCount(0)
})

test('open menus by keyboard and return the focus @core', async ({ page, videoId }) => {
  const video = await open(page, `/watch/${videoId}`)
  const speed = button(page, /^Speed: /)
  await speed.focus()
  await page.keyboard.press('Enter')
  const menu = controls(page).getByRole('group', { name: 'Speed' })
  await expect(menu.getByRole('button', { name: '1×', exact: true })).toBeFocused()
  await expect(speed).toHaveAttribute('aria-expanded', 'true')
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(menu).toBeHidden()
  await expect(video).toHaveJSProperty('playbackRate', 1.25)
  await expect(button(page, 'Speed: 1.25×')).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expect(menu).toBeHidden()
  await expect(speed).toBeFocused()
})

test('have one menu for rare controls in a narrow player', async ({ page, videoId }) => {
  await page.setViewportSize({ width: 390, height: 700 })
  const video = await open(page, `/embed/${videoId}`)
  await expect(button(page, /^Speed: /)).toBeHidden()
  await button(page, 'More').click()
  const more = controls(page).getByRole('group', { name: 'More' })
  await expect(more.getByRole('button', { name: /^Copy link at 0:00/ })).toBeVisible()
  await more.getByRole('button', { name: /^Speed/ }).click()
  await controls(page).getByRole('button', { name: '1.5×', exact: true }).click()
  await expect(video).toHaveJSProperty('playbackRate', 1.5)
  await expect(more).toBeVisible()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(button(page, 'More')).toBeFocused()
})

test('remember volume, speed and the position, but no position in an embed', async ({
  page,
  browser,
  studio,
  fileId,
  videoId,
}) => {
  const video = await open(page, `/watch/${videoId}`)
  await page.keyboard.press('>')
  await controls(page).getByRole('slider', { name: 'Volume' }).fill('0.5')
  await page.evaluate(
    ([id]) => localStorage.setItem('reelferry.positions', JSON.stringify([[id, 2]])),
    [fileId],
  )
  await page.reload()
  await expect(page.getByText('Resumed at 0:02')).toBeVisible()
  await expect(video).toHaveJSProperty('currentTime', 2)
  await controls(page).getByRole('button', { name: 'Start over' }).click()
  await expect(video).toHaveJSProperty('currentTime', 0)
  await expect(video).toHaveJSProperty('playbackRate', 1.25)
  await expect(video).toHaveJSProperty('volume', 0.5)

  await open(page, `/embed/${videoId}`)
  await expect(video).toHaveJSProperty('playbackRate', 1.25)
  await expect(video).toHaveJSProperty('currentTime', 0)
  await open(page, `/embed/${videoId}?resume`)
  await expect(video).toHaveJSProperty('currentTime', 2)

  // Storage that the browser denies is no obstacle.
  const other = await browser.newPage()
  await other.addInitScript(() =>
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('', 'SecurityError')
      },
    }),
  )
  await open(other, `${studio.origin}/embed/${videoId}?muted`)
  await other.keyboard.press('k')
  await expectPlayed(other.locator('video'), 0.1)
  await other.close()
})

test('show captions in the chosen size, and remember the language', async ({
  page,
  studio,
  fileId,
  guard,
}) => {
  await page.route('**/captions.vtt', (route) =>
    route.fulfill({
      contentType: 'text/vtt',
      headers: { 'access-control-allow-origin': '*' },
      body: 'WEBVTT\n\n00:00.000 --> 00:03.000\nA <b>ferry</b> leaves\n',
    }),
  )
  const video = (await (await page.request.get(`/api/videos/${fileId}`)).json()) as object
  const captions = [{ src: `${studio.origin}/captions.vtt`, language: 'en', label: 'English' }]
  const unknownId = '5285890784999999998'
  await page.route('**/api/videos/*', (route) => route.fulfill({ json: { ...video, captions } }))
  // The Worker knows no such video, so the page asks the API.
  guard.allowErrors(/404 \(Not Found\)/)
  await open(page, `/embed/${unknownId}`)
  const announced = await recordAnnouncements(page)
  await page.keyboard.press('c')
  const shown = page.locator('.skin-captions p')
  await expect(shown).toHaveText('A ferry leaves')
  await expect.poll(announced).toEqual(['Captions: English'])
  const size = () =>
    shown.evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize))
  const before = await size()
  await button(page, 'Captions').click()
  await controls(page)
    .getByRole('button', { name: /^Text size/ })
    .click()
  await controls(page).getByRole('button', { name: 'Extra large' }).click()
  await page.keyboard.press('Escape')
  await expect.poll(size).toBeGreaterThan(before)
  await page.reload()
  await expect(shown).toHaveText('A ferry leaves')
  await page.keyboard.press('c')
  await expect(shown).toHaveCount(0)

  // Captions that somebody has chosen before the controls are loaded stay, although the viewer prefers none.
  const { promise: chosen, resolve } = Promise.withResolvers<void>()
  await page.route(/\/player\/skin-.*\.js$/, async (route) => {
    await chosen
    await route.continue()
  })
  await page.reload()
  await page.locator('video').evaluate((video: HTMLVideoElement) => {
    for (const track of video.textTracks) track.mode = 'showing'
  })
  resolve()
  await expect(shown).toHaveText('A ferry leaves')
})

test('show the chapter of a position on the scrubber', async ({ page, describeVideo, videoId }) => {
  await describeVideo('0:00 Before sunrise\n0:02 Out of the harbor')
  await open(page, `/embed/${videoId}`)
  const position = controls(page).getByRole('slider', { name: 'Position' })
  await expect(position).toHaveAttribute('aria-valuetext', '0:00 of 0:03, Before sunrise')
  await expect(controls(page).locator('.skin-gaps > i')).toHaveCount(1)
  const box = await position.boundingBox()
  await position.hover({ position: { x: (box?.width ?? 0) * 0.9, y: 10 } })
  await expect(controls(page).locator('.skin-peek')).toHaveText('Out of the harbor0:02')
})

test('show the pictures that the studio made of a video without sprites', async ({
  page,
  studio,
}) => {
  await page.goto(studio.origin)
  await page.getByLabel('Choose videos').setInputFiles(clip)
  const stored = page.waitForResponse(/\/previews\?/)
  const job = page.getByRole('article', { name: 'clip.mp4' })
  await job.getByRole('button', { name: 'Upload' }).click()
  expect((await stored).status()).toBe(204)
  const address = await job.getByRole('link', { name: 'Watch' }).getAttribute('href')
  const id = address?.split('/').at(-1)
  const readPreviews = async () => {
    const video = (await (await page.request.get(`/api/videos/${id}`)).json()) as Video
    return video.status === 'ready' ? video.previews : undefined
  }
  // One tile for each second.
  await expect.poll(readPreviews).toMatchObject({ count: 3, width: 160, height: 90 })
  await open(page, `/embed/${id}`)
  const position = controls(page).getByRole('slider', { name: 'Position' })
  const picture = controls(page).locator('.skin-preview')
  const box = await position.boundingBox()
  await expect(async () => {
    await position.hover({ position: { x: (box?.width ?? 0) * 0.4, y: 10 } })
    await position.hover({ position: { x: (box?.width ?? 0) * 0.5, y: 10 } })
    await expect(picture).toBeVisible({ timeout: 500 })
  }).toPass()
  await expect(picture).toHaveCSS('background-image', /\/previews\?v=\d+/)
  await expect(picture).toHaveCSS('background-position', '-176px 0px')
})

/** An image of 2 × 2 tiles of 8 × 4 pixels. */
const tiles =
  '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="8"><rect width="16" height="8" fill="teal"/></svg>'

test('show the preview picture of a position, and the renditions of a file', async ({
  page,
  studio,
  fileId,
  guard,
}) => {
  guard.allowErrors(/404 \(Not Found\)/)
  const unknownId = '5285890784999999997'
  const known = (await (await page.request.get(`/api/videos/${fileId}`)).json()) as {
    sources: { src: string; type: string }[]
  }
  const [source] = known.sources
  if (!source) throw new Error('The video has no source.')
  const sources = [
    { ...source, height: 720 },
    { ...source, src: `${source.src}?low`, height: 360 },
  ]
  const previews = { images: [`${studio.origin}/tiles.svg`], width: 8, height: 4, count: 4 }
  await page.route('**/tiles.svg', (route) =>
    route.fulfill({ contentType: 'image/svg+xml', body: tiles }),
  )
  await page.route('**/api/videos/*', (route) =>
    route.fulfill({ json: { ...known, sources, previews, duration: 3 } }),
  )
  const video = await open(page, `/embed/${unknownId}?muted`)
  const position = controls(page).getByRole('slider', { name: 'Position' })
  const width = (await position.boundingBox())?.width ?? 0
  const picture = controls(page).locator('.skin-preview')
  await expect(async () => {
    await position.hover({ position: { x: width * 0.4, y: 10 } })
    await position.hover({ position: { x: width * 0.9, y: 10 } })
    await expect(picture).toBeVisible({ timeout: 500 })
  }).toPass()
  // The last of four tiles: second column, second row.
  await expect(picture).toHaveCSS('background-position', '-176px -88px')

  await button(page, /^Quality: /).click()
  await controls(page).getByRole('button', { name: '360p', exact: true }).click()
  await expect
    .poll(() => video.evaluate((element: HTMLVideoElement) => element.currentSrc))
    .toMatch(/\?low$/)
  await page.keyboard.press('k')
  await expectPlayed(video, 0.2)
})

test.describe('without controls of its own', () => {
  test('the player has the browser’s controls on request', async ({ page, videoId }) => {
    await page.goto(`/embed/${videoId}?controls=native&autoplay&muted`)
    await expectPlayed(page.locator('video'), 0.3)
    await expect(page.locator('video')).toHaveAttribute('controls')
    await expect(controls(page)).toHaveCount(0)
  })

  test('the player has the browser’s controls if the code cannot be loaded', async ({
    page,
    videoId,
    guard,
  }) => {
    guard.allowErrors(/ERR_FAILED/)
    await page.route(/\/player\/skin-.*\.(js|css)$/, (route) => route.abort())
    await page.goto(`/embed/${videoId}?autoplay&muted`)
    await expect(page.locator('video')).toHaveAttribute('controls')
    await expect(controls(page)).toHaveCount(0)
  })

  test.describe('in a browser without script', () => {
    test.use({ javaScriptEnabled: false })
    test('the player has the browser’s controls', async ({ page, videoId }) => {
      await page.goto(`/watch/${videoId}`)
      await expect(page.locator('video')).toHaveAttribute('controls')
    })
  })
})
