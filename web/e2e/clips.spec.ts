/** A part of a video in an embed: files and adaptive streams, by keyboard. */
import type { Locator } from '@playwright/test'
import { clip, expect, expectPlayed, playSlowly, test } from './published-video.ts'

const timeOf = (video: Locator) =>
  video.evaluate((element: HTMLVideoElement) => element.currentTime)

test('the keyboard does not leave the part of a file @core', async ({ page, videoId }) => {
  await page.goto(`/embed/${videoId}?t=1&end=2&muted`)
  const video = page.locator('video')
  const position = page.getByRole('slider', { name: 'Position' })
  await position.focus()
  for (const [key, time] of [
    ['End', 2],
    ['Home', 1],
    ['ArrowRight', 2],
    ['ArrowLeft', 1],
    ['l', 2],
    ['0', 1],
    ['5', 1.5],
  ] as const) {
    await page.keyboard.press(key)
    await expect.poll(() => timeOf(video), key).toBeCloseTo(time, 1)
  }
  await expect(position).toHaveAttribute('aria-valuetext', /^0:01 of 0:03/)
})

test('a part of an adaptive stream stays a part, with and without controls @core', async ({
  page,
  browser,
  studio,
  region,
}) => {
  await region.setFaults({ sampleStream: true })
  const creator = await browser.newPage({ locale: 'en-US', baseURL: studio.origin })
  await creator.goto('/')
  await creator.getByLabel('Choose videos').setInputFiles(clip)
  const job = creator.getByRole('article').first()
  await job.getByRole('button', { name: 'Upload' }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  const id = (await job.getByRole('link', { name: 'Watch' }).getAttribute('href'))
    ?.split('/')
    .at(-1)
  await creator.close()
  await region.setFaults({ sampleStream: false })

  await playSlowly(page)
  await page.goto(`/embed/${id}?t=2&end=3&autoplay&muted`)
  const video = page.locator('video')
  await expectPlayed(video, 2.2)
  await page.getByRole('slider', { name: 'Position' }).focus()
  await page.keyboard.press('Home')
  await expect.poll(() => timeOf(video)).toBeLessThan(2.4)
  expect(await timeOf(video)).toBeGreaterThan(1.85)
  await page.keyboard.press('End')
  await expect(video).toHaveJSProperty('paused', true)
  expect(await timeOf(video)).toBeLessThan(3.3)

  // Without controls, the keys of every player stay in the part too.
  await page.goto(`/embed/${id}?t=2&end=3&muted&controls=0`)
  await expect.poll(() => timeOf(video)).toBeGreaterThan(1.85)
  await expect(async () => {
    await page.keyboard.press('ArrowRight')
    expect(await timeOf(video)).toBeGreaterThan(2.8)
  }).toPass()
  expect(await timeOf(video)).toBeLessThan(3.2)
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => timeOf(video)).toBeLessThan(2.2)
  expect(await timeOf(video)).toBeGreaterThan(1.85)
})
