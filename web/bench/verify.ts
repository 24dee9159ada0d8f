/**
 * `pnpm bench verify`: measures which share of the time of a compression its verification adds, for clips of several lengths
 * and sizes. `CLIPS` selects rows by their number, from 1. Medians of `ROUNDS`. Needs ffmpeg.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CompressionPage, serveMediaPage } from '../e2e/media-page.ts'
import { loopedClip, median, phoneClip } from './clip.ts'
import { openProfile } from './profile.ts'

const rounds = Number(process.env.ROUNDS ?? 3)
const chosen = process.env.CLIPS?.split(',').map(Number)

const sizes = {
  '360p': { width: 640, height: 360, bitrate: 700_000 },
  '720p': { width: 1280, height: 720, bitrate: 2_500_000 },
  '1080p': { width: 1920, height: 1080, bitrate: 5_000_000 },
}
const cases = [
  { source: '1080p', seconds: 20, to: '720p' },
  { source: '1080p', seconds: 20, to: '360p' },
  { source: '1080p', seconds: 60, to: '720p' },
  { source: '1080p', seconds: 180, to: '720p' },
  { source: '4K', seconds: 20, to: '1080p' },
] as const

/** Global of the media page. */
declare const compression: CompressionPage

const directory = mkdtempSync(join(tmpdir(), 'reelferry-bench-'))
const site = await serveMediaPage(join(directory, 'page'))

async function measure({ source, seconds, to }: (typeof cases)[number]) {
  const clip =
    seconds > 60 ? loopedClip(phoneClip(60, source), seconds) : phoneClip(seconds, source)
  const context = await openProfile(directory)
  const page = await context.newPage()
  await page.goto(site.origin)
  await page.locator('#file').setInputFiles(clip)
  const times = await page.evaluate(
    async (target) => compression.time(await compression.probe(), target),
    { ...sizes[to], frameRate: 30 },
  )
  await context.close()
  return times
}

const table = []
for (const [index, settings] of cases.entries()) {
  if (chosen && !chosen.includes(index + 1)) continue
  const runs = []
  for (let round = 0; round < rounds; round++) runs.push(await measure(settings))
  const shares = runs.map(({ seconds, verifying }) => (100 * verifying) / (seconds - verifying))
  table.push({
    source: settings.source,
    seconds: settings.seconds,
    to: settings.to,
    'compression s': Number(median(runs.map((run) => run.seconds - run.verifying)).toFixed(2)),
    'verification s': Number(median(runs.map((run) => run.verifying)).toFixed(3)),
    'share %': Number(median(shares).toFixed(1)),
    load: Number((loadavg()[0] ?? Number.NaN).toFixed(1)),
  })
}
site.close()
rmSync(directory, { recursive: true, force: true })
console.table(table)
const report = join(tmpdir(), 'reelferry-bench-verify.json')
writeFileSync(report, JSON.stringify({ table, rounds }))
console.log(`Written to ${report}`)
