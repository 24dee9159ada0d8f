/**
 * `pnpm bench sources`: measures the studio's compression with long and large sources. Ten minutes of 1080p to 720p, with the
 * memory in each quarter of the time and its peak; 4K to 1080p, compared with native ffmpeg and with its decoder only, which is
 * the limit; and a lossless trim of a five-minute clip between key frames. Speeds are multiples of real time and include
 * verification. They are medians of several rounds, except for the ten minutes. Needs ffmpeg.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { type CompressionPage, serveMediaPage } from '../e2e/media-page.ts'
import { ffmpeg, loopedClip, median, phoneClip } from './clip.ts'
import { openProfile, watchMemory } from './profile.ts'

const rounds = Number(process.env.ROUNDS ?? 3)
const longSeconds = Number(process.env.LONG_SECONDS ?? 600)
const trimSourceSeconds = 300
const largeSeconds = 20

/** Global of the media page. */
declare const compression: CompressionPage

const directory = mkdtempSync(join(tmpdir(), 'reelferry-bench-'))
const site = await serveMediaPage(join(directory, 'page'))
const clip = phoneClip(20)

/** Runs `work` with a clip on a page of a new browser and measures its memory. */
async function measure<T>(path: string, work: (page: Page) => Promise<T>) {
  const context = await openProfile(directory)
  const page = await context.newPage()
  await page.goto(site.origin)
  await page.locator('#file').setInputFiles(path)
  const memory = watchMemory()
  const result = await work(page)
  memory.stop()
  await context.close()
  return { ...result, memory: memory.readings }
}

const reduce = (path: string, width: number, height: number, bitrate: number) =>
  measure(path, (page) =>
    page.evaluate(
      async (target) => {
        const media = await compression.probe()
        const { seconds } = await compression.time(media, target)
        return { seconds, resultSeconds: media.duration }
      },
      { width, height, frameRate: 30, bitrate },
    ),
  )

const trim = () =>
  measure(loopedClip(clip, trimSourceSeconds), (page) =>
    page.evaluate(async () => {
      const { starts, ends, duration } = await compression.timeline()
      const start = starts.find((time) => time > duration * 0.1) ?? 0
      const end = ends.findLast((time) => time < duration * 0.9) ?? duration
      const media = await compression.probe()
      const range = { start, end, copy: true }
      const { seconds } = await compression.time(media, undefined, range)
      return { seconds, resultSeconds: end - start }
    }),
  )

/** Measures native ffmpeg with a clip. */
function native(clip: string, seconds: number, ...parameters: string[]) {
  const startedAt = performance.now()
  ffmpeg('-i', clip, ...parameters)
  return { seconds: (performance.now() - startedAt) / 1000, resultSeconds: seconds, memory: [] }
}

type Measured = Awaited<ReturnType<typeof trim>>
const large: Measured[] = []
const nativeLarge: Measured[] = []
const nativeDecoding: Measured[] = []
const trims: Measured[] = []
const largeClip = phoneClip(largeSeconds, '4K')
const x264 = '-vf scale=1920:1080 -c:v libx264 -preset ultrafast -b:v 5M -g 60 -c:a copy'
for (let round = 0; round < rounds; round++) {
  large.push(await reduce(largeClip, 1920, 1080, 5_000_000))
  const result = join(directory, 'native.mp4')
  nativeLarge.push(native(largeClip, largeSeconds, ...x264.split(' '), result))
  nativeDecoding.push(native(largeClip, largeSeconds, '-map', '0:v', '-f', 'null', '-'))
  trims.push(await trim())
}
const long = await reduce(loopedClip(clip, longSeconds), 1280, 720, 2_500_000)
site.close()
rmSync(directory, { recursive: true, force: true })

const megabytes = (bytes: number) => Math.round(bytes / 1e6)
const quarter = ({ memory }: Measured, index: number) =>
  median(
    memory
      .slice((memory.length * index) / 4, (memory.length * (index + 1)) / 4)
      .map(({ resident }) => resident),
  )

/** A row of the table; empty if there are no measurements. */
function row(measurement: string, all: Measured[]) {
  const speeds = all.map(({ resultSeconds, seconds }) => resultSeconds / seconds)
  const [first] = all
  if (!first) return []
  const [peak] = all.flatMap(({ memory }) => memory).toSorted((a, b) => b.resident - a.resident)
  const measured = {
    measurement,
    'source s': Math.round(first.resultSeconds),
    'duration s': Number(median(all.map(({ seconds }) => seconds)).toFixed(2)),
    'x real time': Number(median(speeds).toFixed(1)),
    'slowest x real time': Number(Math.min(...speeds).toFixed(1)),
    ...(peak && {
      'peak memory MB': megabytes(peak.resident),
      'peak unmapped MB': megabytes(peak.own),
      'peak at s': Number(peak.at.toFixed(1)),
      'by quarter MB': [0, 1, 2, 3].map((index) => megabytes(quarter(first, index))).join(' '),
    }),
    runs: all.length,
  }
  return [measured]
}
const table = [
  ...row('1080p to 720p', [long]),
  ...row('4K to 1080p', large),
  ...row('4K to 1080p, native x264 ultrafast', nativeLarge),
  ...row('4K, native decoding only', nativeDecoding),
  ...row('lossless trim on key frames', trims),
]
console.table(table)
const report = join(tmpdir(), 'reelferry-bench-sources.json')
writeFileSync(report, JSON.stringify({ table, rounds, longMemory: long.memory }))
console.log(`Written to ${report}`)
