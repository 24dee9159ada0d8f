/** Location and device data in the file of a phone: shown, removed, and left in the file if the creator wants that. */
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { APIRequestContext } from '@playwright/test'
import { expect, type RegionView, test } from './test.ts'
import { writeVideo } from './video-file.ts'

const clip = fileURLToPath(new URL('fixtures/clip.mp4', import.meta.url))
const megabyte = 1024 * 1024
const place = '+35.6586+139.7454/'

function box(type: string, ...content: (string | Buffer)[]): Buffer {
  const bytes = Buffer.concat(content.map((part) => Buffer.from(part as string, 'latin1')))
  const header = Buffer.alloc(8)
  header.writeUInt32BE(bytes.length + 8)
  header.write(type, 4, 'latin1')
  return Buffer.concat([header, bytes])
}

/** A text of QuickTime's user data, in English. */
function userText(type: string, text: string): Buffer {
  const header = Buffer.from([0, text.length, 0x15, 0xc7])
  return box(type, header, text)
}

const metadata = box(
  'udta',
  userText('\xa9xyz', place),
  userText('\xa9mak', 'Apple'),
  userText('\xa9mod', 'iPhone 15'),
)

/** The range of the metadata in a file of {@link writePhoneVideo}, which ends with it. */
const rangeOf = (file: Buffer) => [file.length - metadata.length + 8, file.length] as const

/** Writes a file like a phone does: the tables are at the end, with metadata behind them. */
async function writePhoneVideo(path: string, size: number): Promise<Buffer> {
  const { length } = await readFile(clip)
  await writeVideo(path, Math.max(size, length + 8), 5)
  const file = await readFile(path)
  const start = file.indexOf('moov') - 4
  const end = start + file.readUInt32BE(start)
  const tables = file.subarray(start + 8, end)
  const result = Buffer.concat([file, box('moov', tables, metadata)])
  // The earlier tables become free space, so no offset changes.
  result.write('free', start + 4, 'latin1')
  await writeFile(path, result)
  return result
}

async function publishedBytes(region: RegionView, request: APIRequestContext, name: string) {
  const published = (await region.media()).find((media) => media.name === name)
  return Buffer.from(await (await request.get(published?.mediaUrl ?? '')).body())
}

test.afterEach(({ region }) => region.setFaults({ bytesPerSecond: 0 }))

test('an original is published without location and device data, also after a reload', async ({
  page,
  region,
  request,
}, testInfo) => {
  const path = testInfo.outputPath('phone.mp4')
  const source = await writePhoneVideo(path, 24 * megabyte)
  await region.setFaults({ bytesPerSecond: 4 * megabyte })
  await page.goto('/')
  await page.getByLabel('Choose videos').setInputFiles(path)
  const job = page.getByRole('article', { name: 'phone.mp4' })
  await expect(job.getByText('Contains location')).toBeVisible()
  await expect(job.getByText('iPhone 15')).toBeVisible()
  await expect(job.getByRole('checkbox', { name: 'Remove location' })).toBeChecked()
  await job.getByRole('button', { name: 'Upload' }).click()
  await expect.poll(async () => (await region.stats()).parts).toBeGreaterThan(1)
  await page.reload()
  await region.setFaults({ bytesPerSecond: 0 })
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })

  const published = await publishedBytes(region, request, 'phone')
  const [start, end] = rangeOf(source)
  expect(published).toHaveLength(source.length)
  expect(published.subarray(0, start).equals(source.subarray(0, start))).toBe(true)
  const cleaned = published.subarray(start, end).toString('latin1')
  expect(cleaned).not.toMatch(/xyz|35\.6586|Apple|iPhone/)
  expect(cleaned.match(/free/g)).toHaveLength(3)
})

test('an original is published unchanged if the creator wants that', async ({
  page,
  region,
  request,
}, testInfo) => {
  const path = testInfo.outputPath('unchanged.mp4')
  const source = await writePhoneVideo(path, 0)
  await page.goto('/')
  await page.getByLabel('Choose videos').setInputFiles(path)
  const job = page.getByRole('article', { name: 'unchanged.mp4' })
  await job.getByRole('checkbox', { name: 'Remove location' }).uncheck()
  await page.reload()
  await expect(job.getByRole('checkbox', { name: 'Remove location' })).not.toBeChecked()
  await job.getByRole('button', { name: 'Upload' }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  expect((await publishedBytes(region, request, 'unchanged')).equals(source)).toBe(true)
})

test('a compressed video never contains the location, so the choice is not offered for it', async ({
  page,
  region,
  request,
}, testInfo) => {
  const path = testInfo.outputPath('smaller.mp4')
  await writePhoneVideo(path, megabyte)
  await page.goto('/')
  await page.getByLabel('Choose videos').setInputFiles(path)
  const job = page.getByRole('article', { name: 'smaller.mp4' })
  const choice = job.getByRole('checkbox', { name: 'Remove location' })
  await choice.uncheck()
  await job.getByLabel('Quality').selectOption('360p')
  await expect(choice).toBeChecked()
  await expect(choice).toBeDisabled()
  await job.getByRole('button', { name: 'Upload' }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  const published = await publishedBytes(region, request, 'smaller')
  expect(published.toString('latin1')).not.toMatch(/35\.6586|iPhone/)
})
