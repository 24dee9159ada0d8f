/**
 * Converts random files and compares the results with what the files contain. ffmpeg generates the files from a seed,
 * so a failure can be repeated: `pnpm fuzz media <count> <seed>`.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import { probe, test } from './compression-page.ts'
import type { CompressionPage, Probed } from './media-page.ts'
import { type Case, dealCase } from './random-media.ts'

/** Global of the media page. */
declare const compression: CompressionPage

const count = Number(process.env.MEDIA_FUZZ_RUNS ?? 24)
const seed = Number(process.env.MEDIA_FUZZ_SEED ?? 1)
const cases = Array.from({ length: count }, (_, index) => dealCase(seed + index))
/** Cases in one test: a page is loaded once for all of them. */
const batchSize = 12

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0
const ffmpeg = (...parameters: string[]) =>
  execFileSync('ffmpeg', ['-loglevel', 'error', '-y', ...parameters], { stdio: 'pipe' })

for (let start = 0; start < count; start += batchSize)
  test(`random files ${seed + start} to ${seed + Math.min(count, start + batchSize) - 1} are converted correctly`, async ({
    tool,
    browserName,
  }, testInfo) => {
    // The test command installs browsers, not ffmpeg. `compress-kinds.spec.ts` tests stored files of each kind.
    test.skip(!hasFfmpeg, 'ffmpeg generates the files')
    // Both are defects, which record 0027 names.
    test.skip(
      browserName !== 'chromium',
      'Firefox shifts colours without tags, and WebKit rejects a correct cut',
    )
    test.setTimeout(batchSize * 20_000)
    for (const dealt of cases.slice(start, start + batchSize))
      await test.step(dealt.name, () =>
        verifyCase(tool, dealt, testInfo.outputPath(`source.${dealt.container}`)),
      )
  })

async function verifyCase(tool: Page, dealt: Case, path: string): Promise<void> {
  generate(dealt, path)
  const probed = await probe(tool, path)
  expect(probed.problem, dealt.name).toBeUndefined()
  expect(probed.unsupported, dealt.name).toBeUndefined()
  const { trim, target } = await planOf(tool, dealt, probed)
  const outcome = await tool.evaluate(
    ([media, target, trim]) => compression.compress(media, target ?? undefined, trim ?? undefined),
    [probed, target, trim] as const,
  )
  expect(outcome.problem, `${dealt.name}: ${JSON.stringify(outcome).slice(0, 300)}`).toBeUndefined()
  const buffer = Buffer.from(outcome.bytes, 'base64')
  await tool.getByLabel('File').setInputFiles({ name: 'result.mp4', mimeType: 'video/mp4', buffer })
  const range = { start: trim?.start ?? 0, end: trim?.end ?? probed.duration }
  await verifyPictures(tool, dealt, range)
  await verifySound(tool, dealt, range)
}

/** Writes the file of a case. */
function generate(dealt: Case, path: string): void {
  ffmpeg(...dealt.parameters, path)
  if (dealt.audioRate !== 1) {
    const plain = readFileSync(path)
    writeFileSync(`${path}.plain`, plain)
    const stretch = `setts=ts=TS*${dealt.audioRate}`
    ffmpeg('-copyts', '-i', `${path}.plain`, '-map', '0', '-c', 'copy', '-bsf:a', stretch, path)
  }
  if (dealt.matrix) {
    const bytes = readFileSync(path)
    const at = bytes.indexOf('tkhd') + 4 + 40
    for (const [index, value] of dealt.matrix.entries())
      bytes.writeInt32BE(Math.round(value * 0x10000), at + 4 * index)
    writeFileSync(path, bytes)
  }
}

async function planOf(tool: Page, { way, width, height }: Case, { video }: Probed) {
  const { frameRate } = video
  const even = (length: number) => Math.max(2, 2 * Math.round(length / 2))
  const scale = way === 'smaller' ? 0.6 : 1
  const target = {
    ...{ width: even(width * scale), height: even(height * scale) },
    ...{ frameRate, bitrate: 500_000 },
  }
  if (way === 'smaller') return { target }
  if (way === 'encoded cut') return { target, trim: { start: 0.3, end: 2, copy: false } }
  const { starts, ends } = await tool.evaluate(() => compression.timeline())
  const from = starts.find((time) => time >= 0.2) ?? starts[0] ?? 0
  const end = ends.find((time) => time >= from + 1) ?? ends.at(-1) ?? from + 1
  return { trim: { start: from, end, copy: true } }
}

interface Range {
  start: number
  end: number
}

/** Compares the four coloured areas, and the brightness of the middle, which encodes the time. */
async function verifyPictures(tool: Page, dealt: Case, { start, end }: Range): Promise<void> {
  const corners = [0.15, 0.85].flatMap((y) => [0.15, 0.85].map((x) => [x, y] as const))
  for (const share of [0.3, 0.7]) {
    const time = (end - start) * share
    const due = start + time - dealt.videoStart
    if (due < 0.1 || due > dealt.seconds - 0.1) continue
    const shown = await tool.evaluate(([time, positions]) => compression.shownAt(time, positions), [
      time,
      [...corners, [0.5, 0.5] as const],
    ] as const)
    const { name } = dealt
    expect(shown.colours.slice(0, 4), `${name}, at ${time} s`).toEqual(dealt.colours)
    const luma = 16 + ((shown.pixels[4]?.[0] ?? 0) * 219) / 255
    const found = (luma - 40) / 60
    expect(Math.abs(found - due), `${name}: ${found} s instead of ${due} s`).toBeLessThan(
      0.08 + 1.5 / dealt.frameRate,
    )
    const ratio = (shown.size[0] ?? 0) / (shown.size[1] ?? 1)
    expect(Math.abs(ratio / dealt.ratio - 1), `${name}: shape ${ratio}`).toBeLessThan(0.05)
  }
}

/** Compares the times of the beeps. Those at the ends of the range may be cut. */
async function verifySound(tool: Page, dealt: Case, { start, end }: Range): Promise<void> {
  const found = await tool.evaluate(() => compression.loudTimes(0.25))
  const beeps = dealt.beeps.map((time) => time - start)
  const isInside = (time: number) => time > 0.12 && time < end - start - 0.12
  const hasNear = (times: number[], time: number) =>
    times.some((other) => Math.abs(other - time) < 0.045)
  const list = `${dealt.name}: ${found.join(' ')} instead of ${beeps.join(' ')}`
  expect(
    beeps.filter((time) => isInside(time) && !hasNear(found, time)),
    list,
  ).toEqual([])
  expect(
    found.filter((time) => isInside(time) && !hasNear(beeps, time)),
    list,
  ).toEqual([])
}
