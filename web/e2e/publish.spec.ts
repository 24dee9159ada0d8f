import { readFileSync } from 'node:fs'
import { expectPlayed } from './published-video.ts'
import { recordAttribute } from './record-attribute.ts'
import { expect, publishedFile, test } from './test.ts'
import { sha256, writeVideo } from './video-file.ts'

const megabyte = 1024 * 1024

test.afterEach(({ region }) => region.setFaults({ bytesPerSecond: 0 }))

test('a creator publishes a video, sees its progress only increase to 100 %, and watches it @core @webkit', async ({
  page,
  region,
}, testInfo) => {
  const name = 'My first reel.v2.mp4'
  const path = testInfo.outputPath(name)
  await writeVideo(path, 52 * megabyte, 1)
  const lists: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'GET' && new URL(request.url()).searchParams.has('uploads'))
      lists.push(request.url())
  })

  await page.goto('/')
  await page.getByLabel('Choose videos').setInputFiles(path)
  const job = page.getByRole('article', { name })
  await expect(job).toHaveAttribute('data-stage', 'draft')
  await expect(job.getByLabel('Quality')).toHaveValue('Original')
  const progress = await recordAttribute(job.getByRole('progressbar'), 'aria-valuenow')
  const texts = await recordAttribute(job.getByRole('progressbar'), 'aria-valuetext')
  await job.getByRole('button', { name: 'Upload' }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })

  // A new upload session has no stored parts, so they are not listed.
  expect(lists).toEqual([])
  await expect.poll(async () => (await progress()).at(-1)).toBe('100')
  const values = (await progress()).map(Number)
  expect(values.length).toBeGreaterThan(3)
  expect(values).toEqual(values.toSorted((a, b) => a - b))
  expect(await texts()).toContainEqual(expect.stringMatching(/Uploading.*\d.*percent/i))

  const published = await publishedFile(region, 'My first reel.v2')
  expect(published.sha256).toBe(await sha256(path))

  await job.getByRole('link', { name: 'Watch' }).click()
  await expect(page).toHaveURL(new RegExp(`/watch/${published.sourceContext.split('.')[0]}$`))
  const video = page.locator('video')
  await expect(video).toHaveCount(1)
  await video.evaluate((element: HTMLVideoElement) => {
    element.muted = true
    return element.play()
  })
  await expectPlayed(video, 0.5)
})

test('several videos are published, each with its own name and content @core @webkit', async ({
  page,
  region,
}, testInfo) => {
  const names = ["it's (2).mp4", 'same size.mp4', '假日.mp4']
  const paths = names.slice(0, 2).map((name) => testInfo.outputPath(name))
  await Promise.all(paths.map((path, index) => writeVideo(path, 9 * megabyte, 10 + index)))
  // Given as content, because it depends on the machine's locale whether the browser can open a Chinese path.
  const holiday = testInfo.outputPath('holiday.mp4')
  await writeVideo(holiday, megabyte, 12)
  const buffer = readFileSync(holiday)
  await page.goto('/')
  await page.getByLabel('Choose videos').setInputFiles(paths)
  await page
    .getByLabel('Choose videos')
    .setInputFiles({ name: '假日.mp4', mimeType: 'video/mp4', buffer })
  await expect(page.getByRole('article')).toHaveCount(3)
  await page.getByRole('button', { name: 'Upload all' }).click()
  for (const name of names)
    await expect(page.getByRole('article', { name })).toHaveAttribute('data-stage', 'ready', {
      timeout: 60_000,
    })
  for (const [index, path] of [...paths, holiday].entries()) {
    const title = names[index]?.replace(/\.mp4$/, '') ?? ''
    expect((await publishedFile(region, title)).sha256).toBe(await sha256(path))
  }
})

test('buttons for all videos pause, resume, cancel, retry and remove them @core @webkit', async ({
  page,
  region,
}, testInfo) => {
  const names = ['first.mp4', 'second.mp4', 'third.mp4']
  const paths = names.map((name) => testInfo.outputPath(name))
  await Promise.all(paths.map((path, index) => writeVideo(path, 3 * megabyte, 20 + index)))
  // A part takes a minute: no upload ends before all three are canceled.
  await region.setFaults({ bytesPerSecond: 20_000 })
  await page.goto('/')
  await page.getByLabel('Choose videos').setInputFiles(paths)
  const all = page.getByRole('group', { name: 'All videos' })
  const press = (name: string) => all.getByRole('button', { name }).click()
  const pressInMenu = async (name: string) => {
    await press('More for all videos')
    await press(name)
  }
  const expectStages = (stage: string) =>
    expect(page.locator(`article[data-stage=${stage}]`)).toHaveCount(3, { timeout: 30_000 })
  await press('Upload all')
  await expectStages('uploading')
  await press('Pause all')
  await expectStages('paused')
  await press('Resume all')
  await expectStages('uploading')
  await pressInMenu('Cancel all uploads')
  await expectStages('canceled')
  await region.setFaults({ bytesPerSecond: 0 })
  await press('Retry all')
  await expectStages('ready')
  await pressInMenu('Clear list')
  await expect(page.getByRole('article')).toHaveCount(0)
  expect((await region.media()).map(({ name }) => name)).toEqual(
    expect.arrayContaining(['first', 'second', 'third']),
  )
})

test('a video can be dropped on the page', async ({ page }) => {
  await page.goto('/')
  const dropped = await page.evaluateHandle(() => {
    const transfer = new DataTransfer()
    transfer.items.add(new File(['not empty'], 'dropped.mp4', { type: 'video/mp4' }))
    return transfer
  })
  const dropRegion = page.getByRole('region', { name: 'Drop videos here' })
  await dropRegion.dispatchEvent('dragenter', { dataTransfer: dropped })
  await dropRegion.dispatchEvent('drop', { dataTransfer: dropped })
  await expect(page.getByRole('article', { name: 'dropped.mp4' })).toBeVisible()
})

test('rejects files that cannot be published before anything is sent', async ({ page }) => {
  const opened: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST') opened.push(request.url())
  })
  await page.goto('/')
  const file = (name: string, mimeType: string, content: string) => ({
    name,
    mimeType,
    buffer: Buffer.from(content),
  })
  await page
    .getByLabel('Choose videos')
    .setInputFiles([file('empty.mp4', 'video/mp4', ''), file('notes.txt', 'text/plain', 'x')])
  for (const [name, reason] of [
    ['empty.mp4', /empty/i],
    ['notes.txt', /isn’t a video/i],
  ] as const) {
    const line = page.getByRole('alert').filter({ hasText: name })
    await expect(line).toContainText(reason)
    await line.getByRole('button', { name: 'Dismiss' }).click()
    await expect(line).toHaveCount(0)
  }
  await expect(page.getByRole('article')).toHaveCount(0)
  expect(opened).toEqual([])
})

test('a canceled upload stops, is not published, and can be retried @whole', async ({
  page,
  region,
}, testInfo) => {
  const name = 'second thoughts.mp4'
  const path = testInfo.outputPath(name)
  await writeVideo(path, 96 * megabyte, 20)
  await page.goto('/')
  await page.getByLabel('Choose videos').setInputFiles(path)
  const job = page.getByRole('article', { name })
  await job.getByRole('button', { name: 'Upload' }).click()
  await job.getByRole('button', { name: 'Cancel' }).click()
  await expect(job).toHaveAttribute('data-stage', 'canceled')
  await job.getByRole('button', { name: 'Retry' }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  expect((await publishedFile(region, 'second thoughts')).sha256).toBe(await sha256(path))
})
