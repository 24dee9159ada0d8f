/** Adaptive streams with and without a library, fallback sources, and the renewal of expiring URLs. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from '@playwright/test'
import { playsHls } from './browsers/capabilities.ts'
import { expect, expectPlayed, playSlowly, test } from './published-video.ts'
import { startStudio, type Studio } from './studio.ts'
import type { RegionView } from './test.ts'

const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url))

/** Publishes a file and returns its file id. */
async function publish(browser: Browser, origin: string, path: string, name: string) {
  const page = await browser.newPage({ locale: 'en-US' })
  await page.goto(origin)
  const buffer = await readFile(path)
  await page.getByLabel('Choose videos').setInputFiles({ name, mimeType: 'video/mp4', buffer })
  const job = page.getByRole('article', { name })
  await job.getByRole('button', { name: 'Upload' }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  const address = await job.getByRole('link', { name: 'Watch' }).getAttribute('href')
  await page.close()
  return address?.split('/').at(-1) ?? ''
}

/** Publishes a file, to which the region adds its sample stream, and returns the file id. */
async function publishAdaptive(browser: Browser, studio: Studio, region: RegionView, name: string) {
  await region.setFaults({ sampleStream: true })
  try {
    return await publish(browser, studio.origin, fixture('clip.mp4'), name)
  } finally {
    await region.setFaults({ sampleStream: false })
  }
}

/** Records events that interrupt the playback of a video. */
const recordInterruptions = (page: Page) =>
  page.addInitScript(() => {
    const interruptions: string[] = []
    Object.assign(window, { interruptions })
    let isPlaying = false
    for (const name of ['playing', 'pause', 'waiting', 'stalled', 'emptied', 'error', 'ended'])
      document.addEventListener(
        name,
        ({ target }) => {
          if (!(target instanceof HTMLVideoElement)) return
          if (name === 'playing') isPlaying = true
          else if (isPlaying) interruptions.push(`${name} at ${target.currentTime}`)
        },
        true,
      )
  })

const interruptions = (page: Page) =>
  page.evaluate(() => (window as unknown as { interruptions: string[] }).interruptions)

test('an adaptive stream plays natively or with the library that is loaded for it @core @webkit', async ({
  page,
  browser,
  engine,
  studio,
  region,
}) => {
  const fileId = await publishAdaptive(browser, studio, region, 'adaptive.mp4')
  const countLibraries = () =>
    page.evaluate(() => {
      const paths = performance.getEntriesByType('resource').map(({ name }) => new URL(name))
      return paths.filter(({ pathname }) => pathname.startsWith('/player/hls')).length
    })
  const video = page.locator('video')
  const length = () => video.evaluate((element: HTMLVideoElement) => Math.round(element.duration))

  await page.goto(`/embed/${fileId}?autoplay&muted&t=2`)
  await expectPlayed(video, 2.3)
  // The sample stream takes six seconds, the file three.
  expect(await length()).toBe(6)
  expect(await countLibraries()).toBe(playsHls.includes(engine) ? 0 : 1)

  await page.addInitScript(() => {
    HTMLVideoElement.prototype.canPlayType = (type) => (type.includes('mpegurl') ? '' : 'maybe')
  })
  await page.goto(`/embed/${fileId}?autoplay&muted&t=2`)
  await expectPlayed(video, 2.3)
  expect(await length()).toBe(6)
  expect(await countLibraries()).toBe(1)
  await expect(video).toHaveCount(1)
})

test('the viewer chooses the quality of an adaptive stream, also on the next visit @whole', async ({
  page,
  browser,
  studio,
  region,
}) => {
  const fileId = await publishAdaptive(browser, studio, region, 'qualities.mp4')
  const video = page.locator('video')
  const height = () => video.evaluate((element: HTMLVideoElement) => element.videoHeight)
  const controls = page.getByRole('group', { name: 'Player controls' })
  // A stream that has ended does not change its quality.
  await playSlowly(page)
  await page.goto(`/watch/${fileId}?autoplay&muted&t=1`)
  await expectPlayed(video, 1.2)
  const quality = controls.getByRole('button', { name: /^Quality: / })
  await quality.click()
  const menu = controls.getByRole('group', { name: 'Quality' })
  await expect(menu.getByRole('button')).toHaveText([/^Auto/, '180p', '90p'])
  await menu.getByRole('button', { name: '90p', exact: true }).click()
  await expect(quality).toHaveAccessibleName('Quality: 90p')
  await expect.poll(height).toBe(90)
  // Playback continues at the same position.
  await expectPlayed(video, 1.5)
  await quality.click()
  await menu.getByRole('button', { name: '180p', exact: true }).click()
  await expect.poll(height).toBe(180)

  await page.goto(`/watch/${fileId}?autoplay&muted`)
  await expect(quality).toHaveAccessibleName('Quality: 180p')
  await expect.poll(height).toBe(180)
  await expectPlayed(video, 0.5)
})

test('the next source plays if the first fails @whole', async ({
  page,
  browser,
  studio,
  region,
  guard,
}) => {
  guard.allowErrors(/404 \(Not Found\).*master\.m3u8/)
  const fileId = await publishAdaptive(browser, studio, region, 'fallback.mp4')
  await page.route(/master\.m3u8/, (route) => route.fulfill({ status: 404 }))
  await page.goto(`/embed/${fileId}?autoplay&muted`)
  const video = page.locator('video')
  await expectPlayed(video, 0.3)
  expect(await video.evaluate((element: HTMLVideoElement) => element.currentSrc)).toMatch(/\.mp4$/)
})

test('URLs are renewed before they expire, without interrupting playback @whole', async ({
  page,
  browser,
  guard,
}) => {
  const ttlSeconds = 10
  const studio = await startStudio('start', {
    HOTLINK_KEY: '24FEQmTzro4V5u3D5epW',
    PLAYBACK_TTL_SECONDS: String(ttlSeconds),
  })
  guard.allowErrors(new RegExp(`unexpected request: (${studio.origin}|${studio.regionOrigin})/`))
  try {
    const fileId = await publish(
      browser,
      studio.origin,
      fixture('forty-seconds.mp4'),
      'protected.mp4',
    )
    await recordInterruptions(page)
    await page.goto(`${studio.origin}/embed/${fileId}?autoplay&muted`)
    const video = page.locator('video')
    await expectPlayed(video, 0.3)
    const address = () => video.evaluate((element: HTMLVideoElement) => element.currentSrc)
    const first = await address()
    expect((await fetch(first)).status).toBe(200)
    await expectPlayed(video, ttlSeconds + 2)
    expect((await fetch(first)).status).toBe(403)
    const second = await address()
    expect(second).not.toBe(first)
    expect((await fetch(second)).status).toBe(200)
    expect(await interruptions(page)).toEqual([])
    await expect(video).toHaveCount(1)
  } finally {
    await studio.stop()
  }
})
