/** The automatic quality: the lowest bitrate that looks like the source. */
import { readFile } from 'node:fs/promises'
import { media, probe, test as compressionTest } from './compression-page.ts'
import type { CompressionPage } from './media-page.ts'
import { expect, test } from './test.ts'

/** Global of the media page. */
declare const compression: CompressionPage

/** A video with several times the bits that it needs. */
const wasteful = media('wasteful.mp4')

test('Auto shows the expected size and time, and publishes a smaller video that looks the same', async ({
  page,
  region,
}) => {
  const buffer = await readFile(wasteful)
  await page.goto('/')
  await page
    .getByLabel('Choose videos')
    .setInputFiles({ name: 'wasteful.mp4', mimeType: 'video/mp4', buffer })
  const job = page.getByRole('article', { name: 'wasteful.mp4' })
  const quality = job.getByLabel('Quality')
  // The size is planned when the creator looks at the qualities, also if their code is still loading.
  await quality.focus()
  await expect(quality.getByRole('option', { name: /^Auto/ })).toHaveText(
    /^Auto · ~\d+ kB · −\d+% · looks the same · ~\d+ (?:s|min)$/,
    { timeout: 60_000 },
  )
  await expect(quality).toBeFocused()
  await quality.selectOption('Auto')
  await job.getByRole('button', { name: 'Upload' }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  const [published] = (await region.media()).filter(({ name }) => name === 'wasteful')
  expect(published?.size).toBeLessThan(buffer.length * 0.75)
})

compressionTest(
  'the check of the result detects a bitrate that is too low, and accepts the planned one @whole',
  async ({ tool }) => {
    const probed = await probe(tool, wasteful)
    const plan = await tool.evaluate((probed) => compression.planAutoQuality(probed), probed)
    expect(plan.looksSame).toBe(true)
    expect(plan.target.bitrate).toBeLessThan(probed.video.bitrate)
    const misses = (bitrate: number) =>
      tool.evaluate(([probed, target]) => compression.missesPlan(probed, target), [
        probed,
        { ...plan.target, bitrate },
      ] as const)
    expect(await misses(plan.target.bitrate)).toBe(false)
    expect(await misses(plan.target.bitrate / 8)).toBe(true)
  },
)
