/**
 * TCPlayer, which an operator switches on. The real library runs under the real policy; what it asks of Tencent is
 * answered here, so that a licence which holds cannot be tried: one that cannot be read plays, one out of reach does not.
 */
import { expect, expectPlayed, test } from './published.ts'
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

test('without a licence nothing of TCPlayer is loaded', async ({ page, fileId }) => {
  const urls: string[] = []
  page.on('request', (request) => urls.push(request.url()))
  await page.goto(`/embed/${fileId}?autoplay&muted`)
  await expectPlayed(page.locator('video'), 0.3)
  expect(urls.filter(isTcplayer)).toEqual([])
})

licensed(
  'with one it is told what to play; if its licence fails, the browser plays instead',
  async ({ page, fileId, region, guard }) => {
    const hosts = '(license|playvideo)\\.(example|vodplayvideo|vodglcdn|vod-common)'
    // It says much of itself, wants inline styles it can do without, and a list of spare hosts.
    guard.expectNoise(
      new RegExp(`${hosts}|get-domains|Applying inline style|TCPlayer|net::ERR|VIDEOJS`),
    )
    const asked: URL[] = []
    let isLicenceInReach = true
    const mediaUrl = (await region.media()).find((one) => one.fileId === fileId)?.mediaUrl
    await page.route(new RegExp(hosts), async (route) => {
      const url = new URL(route.request().url())
      asked.push(url)
      const headers = { 'access-control-allow-origin': '*' }
      if (!url.pathname.startsWith('/getplayinfo/'))
        return isLicenceInReach ? route.fulfill({ headers, body: 'unreadable' }) : route.abort()
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

    await page.goto(`/embed/${fileId}?autoplay&muted&t=1`)
    await expectPlayed(page.locator('video'), 1.2)
    await expect(page.locator('.tcplayer video')).toHaveCount(1)
    const info = asked.find(({ pathname }) => pathname.startsWith('/getplayinfo/'))
    expect(info?.pathname).toBe(`/getplayinfo/v4/1500000001/${fileId}`)
    // The signatures' times differ by seconds: what they say of the video does not.
    const claims = (token: string | null | undefined) =>
      JSON.parse(atob(token?.split('.')[1] ?? '')) as { fileId: string; appId: number }
    const { appId, fileId: signed } = claims(info?.searchParams.get('psign'))
    expect({ appId, signed }).toEqual({ appId: claims(psign).appId, signed: fileId })
    expect(asked.some(({ href }) => href === licenseUrl)).toBe(true)
    expect(scripts.filter(isTcplayer)).toHaveLength(1)
    expect(scripts.every((url) => new URL(url).origin === new URL(page.url()).origin)).toBe(true)

    isLicenceInReach = false
    await page.goto(`/embed/${fileId}?autoplay&muted`)
    await expectPlayed(page.locator('[data-player] > video'), 0.3)
    await expect(page.locator('.tcplayer')).toHaveCount(0)
    await expect(page.locator('video')).toHaveAttribute('controls')
  },
)
