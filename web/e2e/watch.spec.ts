import { unfurl } from 'unfurl.js'
import { expect, expectPlayed, test } from './published-video.ts'

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
  fileId,
  studio,
  otherSite,
}) => {
  const link = `${studio.origin}/watch/${fileId}`
  const embed = `${studio.origin}/embed/${fileId}`
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

test.describe('link and embed code', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

  test('can be copied on the watch page in another language', async ({ page, fileId, studio }) => {
    await page.goto(`/watch/${fileId}`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('clip')
    await expect(page).toHaveTitle('clip – Reelferry')
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText())
    const link = `${studio.origin}/watch/${fileId}`
    await expect(page.getByLabel('Link')).toHaveValue(link)
    await page.getByRole('button', { name: 'Copy link' }).click()
    await expect(page.getByRole('status')).toHaveText('Copied')
    expect(await clipboard()).toBe(link)
    await page.getByLabel('Language').selectOption('简体中文')
    await page.getByRole('button', { name: '复制嵌入代码' }).click()
    await expect.poll(clipboard).toContain(`<iframe src="${studio.origin}/embed/${fileId}"`)
    await page.reload()
    await expect(page.getByRole('button', { name: '复制链接' })).toBeVisible()
  })
})
