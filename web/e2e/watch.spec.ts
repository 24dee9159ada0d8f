import type { Page } from '@playwright/test'
import { unfurl } from 'unfurl.js'
import { layoutShifts } from './layout-shifts.ts'
import { expect, expectPlayed, playSlowly, test } from './published-video.ts'

test('shows a message for an unknown video', async ({ page, guard }) => {
  guard.allowErrors(/404 \(Not Found\)/)
  await page.goto('/watch/1234567890123456789')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Video not found')
  await expect(page.locator('video')).toHaveCount(0)
})

test('shows a message for an unknown address', async ({ page }) => {
  await page.goto('/no/such/page')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByRole('link', { name: /studio|start|home/i }).first()).toBeVisible()
})

test('a link has metadata for previews, and its oEmbed code plays on another site', async ({
  page,
  videoId,
  studio,
  otherSite,
}) => {
  const link = `${studio.origin}/watch/${videoId}`
  const embed = `${studio.origin}/embed/${videoId}`
  // The library fetches the page and its oEmbed response, like chats and editors.
  const { title, open_graph, twitter_card, oEmbed } = await unfurl(link)
  expect(title).toBe('clip – Reelferry')
  expect(open_graph).toMatchObject({ site_name: 'Reelferry', title: 'clip', url: link })
  expect(open_graph.videos?.[0]).toMatchObject({ url: embed, type: 'text/html' })
  expect(twitter_card).toMatchObject({ card: 'player', title: 'clip' })
  expect(twitter_card.players?.[0]).toMatchObject({ url: embed })
  expect(oEmbed).toMatchObject({ type: 'video', version: '1.0', title: 'clip' })

  const html = (oEmbed as { html?: string } | undefined)?.html ?? ''
  otherSite.serve('/', { body: `<!doctype html><title>Elsewhere</title>${html}` })
  await page.goto(otherSite.origin)
  const video = page.frameLocator('iframe').locator('video')
  await video.evaluate((element: HTMLVideoElement) => element.play())
  await expectPlayed(video, 0.2)

  // The XML format, with a strict parser and with the requested width.
  const query = new URLSearchParams({ url: link, format: 'xml', maxwidth: '200' })
  const xml = await (await page.request.get(`/api/oembed?${query}`)).text()
  const parsed = await page.evaluate((text) => {
    const { documentElement } = new DOMParser().parseFromString(text, 'text/xml')
    return Object.fromEntries(
      [...documentElement.children].map((element) => [element.tagName, element.textContent]),
    )
  }, xml)
  expect(parsed).toMatchObject({ type: 'video', title: 'clip', width: '200' })
  expect(parsed.html).toContain(`src="${embed}"`)
})

const openShareSheet = async (page: Page) => {
  await page.getByRole('button', { name: 'Share' }).click()
  return page.getByRole('dialog', { name: 'Share' })
}

test.describe('link and embed code', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

  test('can be copied on the watch page in another language', async ({ page, videoId, studio }) => {
    await page.goto(`/watch/${videoId}`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('clip')
    await expect(page).toHaveTitle('clip – Reelferry')
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText())
    const link = `${studio.origin}/watch/${videoId}`
    const sheet = await openShareSheet(page)
    await expect(sheet.getByLabel('Link')).toHaveValue(link)
    await sheet.getByRole('button', { name: 'Copy link' }).click()
    await expect(page.getByRole('status')).toHaveText('Copied')
    expect(await clipboard()).toBe(link)
    await sheet.getByRole('button', { name: 'Close' }).click()
    await expect(sheet).toHaveCount(0)
    await page.getByLabel('Language').selectOption('简体中文')
    await page.getByRole('button', { name: '分享' }).click()
    await page.getByRole('button', { name: '复制嵌入代码' }).click()
    await expect.poll(clipboard).toContain(`<iframe src="${studio.origin}/embed/${videoId}"`)
    await page.reload()
    await expect(page.getByRole('button', { name: '分享' })).toBeVisible()
  })

  test('can be shared at a time, by keyboard', async ({ page, videoId, studio }) => {
    await page.goto(`/watch/${videoId}?t=1`)
    const video = page.locator('video')
    await expect(video).toHaveJSProperty('currentTime', 1)
    const shareButton = page.getByRole('button', { name: 'Share' })
    await shareButton.focus()
    await page.keyboard.press('Enter')
    const sheet = page.getByRole('dialog', { name: 'Share' })
    await expect(sheet.getByRole('button', { name: 'Copy link' })).toBeFocused()
    await page.keyboard.press('Tab')
    const checkbox = sheet.getByRole('checkbox', { name: 'Start at' })
    await expect(checkbox).toBeFocused()
    const link = sheet.getByLabel('Link')
    await expect(link).toHaveValue(`${studio.origin}/watch/${videoId}`)
    await page.keyboard.press('Space')
    await expect(link).toHaveValue(`${studio.origin}/watch/${videoId}?t=1`)
    await page.keyboard.press('Tab')
    const start = sheet.getByLabel('Start time')
    await expect(start).toBeFocused()
    await expect(start).toHaveValue('0:01')
    await start.fill('0:02')
    await expect(link).toHaveValue(`${studio.origin}/watch/${videoId}?t=2`)
    await expect(sheet.getByLabel('Embed code')).toHaveValue(
      new RegExp(`src="${studio.origin}/embed/${videoId}\\?t=2"`),
    )
    // The keys of the player do nothing here.
    await checkbox.focus()
    await page.keyboard.press('k')
    await expect(video).toHaveJSProperty('paused', true)

    // A time after the end, and a text that is not a time.
    await start.fill('9:00')
    await start.press('Tab')
    await expect(start).not.toHaveValue('9:00')
    await start.fill('soon')
    await start.press('Tab')
    await expect(start).toHaveValue('0:00')
    await expect(link).toHaveValue(`${studio.origin}/watch/${videoId}`)

    await page.keyboard.press('Escape')
    await expect(sheet).toHaveCount(0)
    await expect(shareButton).toBeFocused()
  })

  test('are selected where the browser denies access to the clipboard', async ({
    page,
    videoId,
  }) => {
    await page.addInitScript(() => {
      navigator.clipboard.writeText = () => Promise.reject(new DOMException('', 'NotAllowedError'))
    })
    await page.goto(`/watch/${videoId}`)
    const sheet = await openShareSheet(page)
    await sheet.getByRole('button', { name: 'Copy link' }).click()
    await expect(sheet.getByLabel('Link')).toBeFocused()
    await expect(sheet.getByRole('status')).toBeVisible()
  })
})

test('offers the apps of the device with the chosen link', async ({ page, videoId, studio }) => {
  await page.addInitScript(() => {
    const shared: ShareData[] = []
    Object.assign(window, { shared })
    navigator.share = async (data) => void shared.push(data ?? {})
  })
  await page.goto(`/watch/${videoId}?t=2`)
  await expect(page.locator('video')).toHaveJSProperty('currentTime', 2)
  const sheet = await openShareSheet(page)
  await sheet.getByRole('checkbox', { name: 'Start at' }).check()
  await sheet.getByRole('button', { name: 'More apps' }).click()
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { shared: ShareData[] }).shared))
    .toEqual([{ title: 'clip', url: `${studio.origin}/watch/${videoId}?t=2` }])
})

test.describe('a signed-in creator', () => {
  test.beforeEach(({ page }) => page.goto('/'))

  test('keeps the navigation and edits their own video, without layout shifts', async ({
    page,
    videoId,
  }) => {
    await page.getByRole('button', { name: /^Account/ }).waitFor()
    await page.goto(`/watch/${videoId}`)
    const navigation = page.getByRole('navigation', { name: 'Pages' })
    await expect(navigation.getByRole('link')).toHaveText(['Studio', 'Library', 'Help'])
    const edit = page.getByRole('link', { name: 'Edit' })
    await expect(edit).toHaveAttribute('href', /^\/library\/[\w-]{22}$/)
    expect(await layoutShifts(page)).toEqual([])

    await page.getByRole('button', { name: /^Account/ }).click()
    await page.getByLabel('Language').selectOption('简体中文')
    await expect(page.getByRole('link', { name: '编辑' })).toBeVisible()
    await expect(page.getByRole('navigation').getByRole('link')).toHaveText([
      '工作室',
      '视频库',
      '帮助',
    ])
    await page.getByRole('button', { name: '深色' }).click()
    await page.reload()
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    await page.getByRole('link', { name: '编辑' }).click()
    await expect(page).toHaveURL(/\/library\//)
  })

  test('cannot edit the video of another creator', async ({ page, videoId }) => {
    await page.getByRole('button', { name: /^Account/ }).waitFor()
    const creator = { creatorId: 'ada', name: 'Ada', permissions: ['video:upload'] }
    await page.route('**/viewer', (route) => route.fulfill({ json: { creator } }))
    await page.goto(`/watch/${videoId}`)
    await expect(page.getByRole('button', { name: 'Account: Ada' })).toBeVisible()
    await expect(page.getByRole('link', { name: 'Edit' })).toHaveCount(0)
  })

  test('keeps the navigation where there is no video', async ({ page, guard }) => {
    guard.allowErrors(/404 \(Not Found\)/)
    await page.getByRole('button', { name: /^Account/ }).waitFor()
    await page.goto('/watch/1234567890123456789')
    await expect(page.getByRole('navigation').getByRole('link').first()).toBeVisible()
    await expect(page.getByRole('link', { name: 'Go to Reelferry' })).toHaveAttribute('href', '/')
  })
})

test('requests no session for a viewer who never signed in', async ({ page, videoId }) => {
  const requests: string[] = []
  page.on('request', (request) => requests.push(new URL(request.url()).pathname))
  await page.goto(`/watch/${videoId}`)
  await expect(page.getByRole('button', { name: 'Share' })).toBeVisible()
  await page.waitForLoadState('networkidle')
  expect(requests.filter((path) => path.startsWith('/api/'))).toEqual([])
  expect(await layoutShifts(page)).toEqual([])
})

test('links the times and addresses in a description @core', async ({
  page,
  describeVideo,
  videoId,
}) => {
  await describeVideo('From https://a.example/x. 0:02 The end. javascript:alert(1)')
  await page.goto(`/watch/${videoId}`)
  const links = page.locator('[data-description] a')
  await expect(links).toHaveText(['https://a.example/x', '0:02'])
  await expect(links.first()).toHaveAttribute('rel', 'noopener nofollow')
  await links.last().click()
  await expectPlayed(page.locator('video'), 2)
  await expect(page).toHaveURL(new RegExp(`/watch/${videoId}$`))
})

test('lists the chapters of a description, marks the current one and seeks', async ({
  page,
  describeVideo,
  videoId,
}) => {
  await describeVideo('A short trip.\n0:00 Before sunrise\n0:02 Out of the harbor')
  await page.goto(`/watch/${videoId}`)
  const chapters = page.getByRole('region', { name: 'Chapters' }).getByRole('link')
  await expect(chapters).toHaveText([/^Before sunrise\s*0:00$/, /^Out of the harbor\s*0:02$/])
  await expect(chapters.first()).toHaveAttribute('aria-current', 'true')
  expect(await layoutShifts(page)).toEqual([])
  await chapters.last().click()
  await expectPlayed(page.locator('video'), 2)
  await expect(chapters.last()).toHaveAttribute('aria-current', 'true')
  await page.getByLabel('Language').selectOption('简体中文')
  await expect(page.getByRole('region', { name: '章节' })).toBeVisible()
  await describeVideo('')
  await page.reload()
  await expect(page.getByRole('button', { name: '分享' })).toBeVisible()
  await expect(page.locator('[data-chapters]')).toBeHidden()
})

test('plays the range of a link, and then what the viewer chooses', async ({ page, videoId }) => {
  await playSlowly(page)
  await page.goto(`/watch/${videoId}?t=1&end=2&autoplay&muted`)
  const video = page.locator('video')
  await expectPlayed(video, 1.5)
  await expect(video).toHaveJSProperty('paused', true)
  expect(await video.evaluate((element: HTMLVideoElement) => element.currentTime)).toBeLessThan(2.3)
  await video.evaluate((element: HTMLVideoElement) => element.play())
  await expectPlayed(video, 2.5)
})
