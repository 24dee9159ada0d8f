/** The messages of the embed page if a video cannot play, and its captions, reduced data and picture-in-picture. */
import type { Page } from '@playwright/test'
import { expect, expectPlayed, test } from './published-video.ts'
import { violations } from './screen-inspection.ts'

const unknownId = '5285890784999999999'

/** The API response for each message. `unknown` uses the real response; for `unreachable` the request fails. */
const responses = {
  processing: { status: 'processing', fileId: unknownId, retryAfter: 3600 },
  rejected: { status: 'rejected', fileId: unknownId },
  failed: { status: 'failed', fileId: unknownId },
  deleted: { status: 'deleted', fileId: unknownId },
  private: { status: 'private', fileId: unknownId },
  unknown: undefined,
  unreachable: undefined,
} as const

const titles = {
  en: {
    processing: 'Processing',
    rejected: 'This video isn’t available',
    failed: 'We couldn’t process this video',
    deleted: 'This video was removed',
    private: 'This video is private',
    unknown: 'Video not found',
    unreachable: 'Can’t load this video',
  },
  'zh-CN': {
    processing: '处理中',
    rejected: '该视频无法观看',
    failed: '视频处理失败',
    deleted: '该视频已移除',
    private: '该视频为私密视频',
    unknown: '找不到该视频',
    unreachable: '无法加载该视频',
  },
}

async function respond(page: Page, kind: keyof typeof responses): Promise<void> {
  await page.unroute('**/api/videos/*')
  await page.route('**/api/videos/*', (route) => {
    if (kind === 'unreachable') return route.abort()
    return kind === 'unknown' ? route.continue() : route.fulfill({ json: responses[kind] })
  })
}

for (const [colorScheme, locale, language] of [
  ['dark', 'en-US', 'en'],
  ['light', 'zh-CN', 'zh-CN'],
] as const)
  test.describe(`in ${locale}, ${colorScheme}`, () => {
    test.use({ colorScheme, locale })

    test('shows accessibly why a video cannot be watched @whole', async ({ page, guard }) => {
      guard.allowErrors(/404 \(Not Found\)|ERR_FAILED/)
      for (const kind of Object.keys(responses) as (keyof typeof responses)[]) {
        await respond(page, kind)
        await page.goto(`/embed/${unknownId}`)
        const heading = page.getByRole('heading', { level: 1 })
        await expect(heading, kind).toHaveText(titles[language][kind])
        await expect(page.locator('html')).toHaveAttribute('lang', language)
        await expect(page.locator('video')).toHaveCount(0)
        // A message of each layout: with a spinner, with text only, with a button.
        if (!['processing', 'rejected', 'unreachable'].includes(kind)) continue
        expect(await violations(page), kind).toEqual([])
      }
    })
  })

test('fits every message into small frames, on bright and dark pages @whole', async ({
  page,
  studio,
  otherSite,
  guard,
}) => {
  guard.allowErrors(/404 \(Not Found\)|ERR_FAILED/)
  const sizes = [
    [200, 112],
    [320, 180],
    [480, 270],
  ]
  const frames = sizes.map(
    ([width, height]) =>
      `<iframe src="${studio.origin}/embed/${unknownId}" title="${width}" width="${width}" height="${height}" style="border:0"></iframe>`,
  )
  for (const [index, kind] of (Object.keys(responses) as (keyof typeof responses)[]).entries()) {
    await respond(page, kind)
    otherSite.serve('/', {
      body: `<!doctype html><title>Elsewhere</title><body style="background:${index % 2 ? '#000' : '#fff'}">${frames.join('')}`,
    })
    await page.goto(otherSite.origin)
    for (const [width] of sizes) {
      const notice = page.frameLocator(`iframe[title="${width}"]`).locator('.player-notice')
      await expect(notice.getByRole('heading'), kind).toBeVisible()
      const found = await notice.evaluate((section) => {
        const { width, height } = section.getBoundingClientRect()
        return {
          fills: width === innerWidth && height === innerHeight,
          overflows:
            section.scrollHeight > section.clientHeight ||
            section.scrollWidth > section.clientWidth,
          buttons: section.querySelectorAll('button, a').length <= 1,
        }
      })
      expect(found, `${kind}, ${width} px`).toEqual({
        fills: true,
        overflows: false,
        buttons: true,
      })
    }
  }
})

/** Responds for the unknown video with the API response of a published video, extended by `more`. */
async function respondWithVideo(page: Page, fileId: string, more: object = {}): Promise<void> {
  const video: object = await (await page.request.get(`/api/videos/${fileId}`)).json()
  // Has priority over earlier routes. To remove those first would let a request through.
  await page.route('**/api/videos/*', (route) => route.fulfill({ json: { ...video, ...more } }))
}

test('plays after a retry by keyboard when the edge is reachable again', async ({
  page,
  fileId,
  guard,
}) => {
  guard.allowErrors(/404 \(Not Found\)|ERR_FAILED/)
  await respond(page, 'unreachable')
  await page.goto(`/embed/${unknownId}?muted&autoplay`)
  const retryButton = page.getByRole('button', { name: 'Try again' })
  await expect(retryButton).toBeVisible()
  await respondWithVideo(page, fileId)
  await page.keyboard.press('Tab')
  await expect(retryButton).toBeFocused()
  await page.keyboard.press('Enter')
  await expectPlayed(page.locator('video'), 0.3)
})

test('links to the studio’s page of a private video if it is framed', async ({
  page,
  studio,
  otherSite,
  guard,
}) => {
  guard.allowErrors(/404 \(Not Found\)/)
  await respond(page, 'private')
  otherSite.serveFrame(`/embed/${unknownId}`, {
    headers: { 'content-security-policy': `default-src 'none'; frame-src ${studio.origin}` },
  })
  await page.goto(otherSite.origin)
  const link = page.frameLocator('iframe').getByRole('link', { name: 'Watch on Reelferry' })
  await expect(link).toHaveAttribute('href', `/watch/${unknownId}`)
})

test('shows captions @core @webkit', async ({ page, studio, fileId, guard }) => {
  guard.allowErrors(/404 \(Not Found\)/)
  const cue = 'A ferry leaves the harbour'
  await page.route('**/captions.vtt', (route) =>
    route.fulfill({
      contentType: 'text/vtt',
      headers: { 'access-control-allow-origin': '*' },
      // Longer than the video, so that the cue is also active at the end.
      body: `WEBVTT\n\n00:00.000 --> 00:09.000\n${cue}\n`,
    }),
  )
  const captions = [{ src: `${studio.origin}/captions.vtt`, language: 'en', label: 'English' }]
  await respondWithVideo(page, fileId, { captions })
  await page.goto(`/embed/${unknownId}?muted&autoplay`)
  const video = page.locator('video')
  await expectPlayed(video, 0.1)
  const shown = () =>
    video.evaluate((element: HTMLVideoElement) => {
      const [track] = element.textTracks
      if (!track) return undefined
      track.mode = 'showing'
      const [first] = track.activeCues ?? []
      return { language: track.language, label: track.label, text: (first as VTTCue)?.text }
    })
  await expect.poll(shown).toEqual({ language: 'en', label: 'English', text: cue })
})

test('does not play automatically for viewers who prefer reduced data', async ({
  page,
  videoId,
}) => {
  await page.addInitScript(() => {
    const matchMedia = window.matchMedia.bind(window)
    window.matchMedia = (query) =>
      query.includes('prefers-reduced-data')
        ? ({ matches: true } as MediaQueryList)
        : matchMedia(query)
  })
  await page.goto(`/embed/${videoId}?muted&autoplay`)
  const video = page.locator('video')
  await expect(page.getByRole('group', { name: 'Player controls' })).toBeVisible()
  await expect(video).toHaveJSProperty('paused', true)

  await page.setExtraHTTPHeaders({ 'save-data': 'on' })
  const media: string[] = []
  page.on('request', (request) => {
    if (request.resourceType() === 'media') media.push(request.url())
  })
  await page.goto(`/embed/${videoId}?muted&autoplay`)
  await expect(video).toHaveAttribute('preload', 'none')
  await video.evaluate((element: HTMLVideoElement) => element.play())
  await expectPlayed(video, 0.1)
  expect(media.length).toBeGreaterThan(0)
})

test('allows picture-in-picture and full screen, also inside another site', async ({
  page,
  videoId,
  otherSite,
}) => {
  otherSite.serveFrame(`/embed/${videoId}?muted`, {
    attributes: 'allow="autoplay; picture-in-picture" allowfullscreen',
  })
  await page.goto(otherSite.origin)
  const video = page.frameLocator('iframe').locator('video')
  await expect(video).toHaveCount(1)
  expect(
    await video.evaluate((element: HTMLVideoElement) => [
      document.pictureInPictureEnabled,
      element.disablePictureInPicture,
      document.fullscreenEnabled,
    ]),
  ).toEqual([true, false, true])
})
