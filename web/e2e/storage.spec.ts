/** Compression with each storage, and the storage that the probe finds when the browser rejects some of them. */
import type { Page } from '@playwright/test'
import { clip, describeMp4, probe, small, test } from './compression-page.ts'
import type { CompressionPage } from './media-page.ts'
import { expect } from './test.ts'

/** Global of the media page. */
declare const compression: CompressionPage

async function compressed(tool: Page) {
  const media = await probe(tool, clip)
  const target = { ...small, frameRate: media.video.frameRate }
  const outcome = await tool.evaluate(([m, t]) => compression.compress(m, t), [
    media,
    target,
  ] as const)
  expect(outcome.problem).toBeUndefined()
  return outcome
}

for (const storage of ['database', 'memory'] as const)
  test(`compresses with the storage "${storage}" as with private files`, async ({ page, site }) => {
    await page.goto(site.origin)
    const expected = await compressed(page)
    await page.goto(`${site.origin}#${storage}`)
    const found = await compressed(page)
    expect(found.written.at(-1)).toBe(expected.written.at(-1))
    expect(await describeMp4(Buffer.from(found.bytes, 'base64'))).toEqual(
      await describeMp4(Buffer.from(expected.bytes, 'base64')),
    )
    const files = await page.evaluate(() => compression.files())
    expect(files).toEqual(storage === 'memory' ? [] : ['test.mp4', 'test.mp4.verified'])
  })
