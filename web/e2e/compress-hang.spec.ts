/** A codec that hangs without an error, as the audio decoder of WebKitGTK 2.50 can. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from './test.ts'

const sound = fileURLToPath(new URL('fixtures/media/opus.webm', import.meta.url))

/** An AudioDecoder that accepts everything and never emits sound. */
const hangingDecoder = `self.AudioDecoder = class {
  static isConfigSupported = async (config) => ({ supported: true, config })
  state = 'configured'
  decodeQueueSize = 0
  configure() {}
  decode() {}
  reset() {}
  close() {}
  flush() { return new Promise(() => {}) }
};`

test('offers the original if the audio decoder hangs, and publishes it', async ({ page }) => {
  await page.route(/assets\/worker-/, async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, body: hangingDecoder + (await response.text()) })
  })
  await page.clock.install()
  await page.goto('/')
  const name = 'hang.webm'
  const buffer = await readFile(sound)
  await page.getByLabel('Choose videos').setInputFiles({ name, mimeType: 'video/webm', buffer })
  const job = page.getByRole('article', { name })
  await job.getByLabel('Quality').selectOption('Custom')
  await job.getByLabel('Bitrate (kbps)').fill('100')
  await job.getByLabel('Bitrate (kbps)').press('Tab')
  await job.getByRole('button', { name: 'Upload', exact: true }).click()
  await expect(job).toHaveAttribute('data-stage', 'compressing')
  // The worker starts a moment after the stage has changed.
  await expect(async () => {
    await page.clock.runFor('01:05')
    await expect(job).toContainText('Compression stopped', { timeout: 500 })
  }).toPass()
  await job.getByRole('button', { name: 'Upload the original' }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready')
})
