/**
 * TCPlayer, which is optional. The real library runs under the real policy, but its requests to Tencent are answered here.
 * Therefore a valid licence cannot be tested: TCPlayer plays with an unreadable licence, but not with an unreachable one.
 */
import { expect, expectPlayed, test } from './published-video.ts'
import { startStudio, type Studio } from './studio.ts'

const licenseUrl = 'https://license.example/v1/a_1/v_cube.license'

const licensed = test.extend<object, { studio: Studio }>({
  studio: [
    async ({}, use) => {
      const studio = await startStudio('start', {
        PLAYER_KEY: 'TxtyhLlgo7J3iOADIron',
        VOD_APP_ID: '1500000001',
        PLAYER_LICENSE_URL: licenseUrl,
      })
      await use(studio)
      await studio.stop()
    },
    { scope: 'worker' },
  ],
})

const isTcplayer = (url: string) => url.includes('/player/tcplayer')

test('TCPlayer is not loaded without a licence URL', async ({ page, videoId }) => {
  const urls: string[] = []
  page.on('request', (request) => urls.push(request.url()))
  await page.goto(`/embed/${videoId}?autoplay&muted`)
  await expectPlayed(page.locator('video'), 0.3)
  expect(urls.filter(isTcplayer)).toEqual([])
})

licensed(
  'TCPlayer plays with a licence URL; if the licence is unreachable, the browser plays instead @whole',
  async ({ page, fileId, videoId, region, guard }) => {
    const hosts = '(license|playvideo)\\.(example|vodplayvideo|vodglcdn|vod-common)'
    // It logs a lot, tries inline styles, which it does not need, and requests a list of backup hosts.
    guard.allowErrors(
      new RegExp(`${hosts}|get-domains|Applying inline style|TCPlayer|net::ERR|VIDEOJS`),
    )
    const requested: URL[] = []
    let isLicenceReachable = true
    const mediaUrl = (await region.media()).find((item) => item.fileId === fileId)?.mediaUrl
    await page.route(new RegExp(hosts), async (route) => {
      const url = new URL(route.request().url())
      requested.push(url)
      const headers = { 'access-control-allow-origin': '*' }
      if (!url.pathname.startsWith('/getplayinfo/'))
        return isLicenceReachable ? route.fulfill({ headers, body: 'unreadable' }) : route.abort()
      return route.fulfill({
        headers,
        json: {
          code: 0,
          version: 4,
          media: {
            basicInfo: { name: 'clip', coverUrl: '' },
            audioVideoType: 'Original',
            originalInfo: { url: mediaUrl },
          },
        },
      })
    })
    const scripts: string[] = []
    page.on('request', (request) => {
      if (request.resourceType() === 'script') scripts.push(request.url())
    })
    const { psign } = (await (await page.request.get(`/api/videos/${fileId}`)).json()) as {
      psign: string
    }

    await page.goto(`/embed/${videoId}?autoplay&muted&t=1`)
    await expectPlayed(page.locator('video'), 1.2)
    await expect(page.locator('.tcplayer video')).toHaveCount(1)
    const info = requested.find(({ pathname }) => pathname.startsWith('/getplayinfo/'))
    expect(info?.pathname).toBe(`/getplayinfo/v4/1500000001/${fileId}`)
    // The times of the two signatures differ by seconds, so only the claims about the video are compared.
    const claims = (token: string | null | undefined) =>
      JSON.parse(atob(token?.split('.')[1] ?? '')) as { fileId: string; appId: number }
    const { appId, fileId: signed } = claims(info?.searchParams.get('psign'))
    expect({ appId, signed }).toEqual({ appId: claims(psign).appId, signed: fileId })
    expect(requested.some(({ href }) => href === licenseUrl)).toBe(true)
    expect(scripts.filter(isTcplayer)).toHaveLength(1)
    expect(scripts.every((url) => new URL(url).origin === new URL(page.url()).origin)).toBe(true)

    isLicenceReachable = false
    await page.goto(`/embed/${videoId}?autoplay&muted`)
    await expectPlayed(page.locator('[data-player] > video'), 0.3)
    await expect(page.locator('.tcplayer')).toHaveCount(0)
    await expect(page.getByRole('group', { name: 'Player controls' })).toBeVisible()
  },
)
