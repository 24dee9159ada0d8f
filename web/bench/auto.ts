/**
 * `pnpm bench auto`: compares the automatic quality with the preset of the same size, for ten unlike clips: the bytes, and
 * the structural similarity with the source in the worst second, judged by ffmpeg. Both compress each clip in alternating
 * order. `CLIPS` selects clips. Needs ffmpeg.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CompressionPage, serveMediaPage, type Target } from '../e2e/media-page.ts'
import { ffmpeg, median } from './clip.ts'
import { openProfile } from './profile.ts'
import { clipNames, clipSeconds, frameRate, size, unlikeClip } from './unlike-clips.ts'

const rounds = Number(process.env.ROUNDS ?? 1)
const chosen = process.env.CLIPS?.split(',')
const names = clipNames.filter((name) => !chosen || chosen.includes(name))

/** The preset of the size of the clips. */
const preset: Target = { ...size, frameRate, bitrate: 1_500_000 }

const directory = mkdtempSync(join(tmpdir(), 'reelferry-bench-'))
const site = await serveMediaPage(join(directory, 'page'))

/** Global of the media page. */
declare const compression: CompressionPage

interface Run {
  bytes: number
  /** Structural similarity of the luma with the source, from 0 to 1: the average of the worst second. */
  worst: number
  seconds: number
  /** Seconds of the plan, which `seconds` includes. */
  planning: number
}

/** Compresses a clip in a new browser, with the preset or automatically. */
async function compress(clip: string, isAuto: boolean): Promise<Run> {
  const context = await openProfile(directory)
  const page = await context.newPage()
  await page.goto(site.origin)
  await page.locator('#file').setInputFiles(clip)
  const { planning, ...result } = await page.evaluate(
    async ([preset, isAuto]) => {
      const media = await compression.probe()
      const plan = isAuto ? await compression.planAutoQuality(media) : undefined
      const target = plan?.target ?? preset
      return { planning: plan?.seconds ?? 0, ...(await compression.compress(media, target)) }
    },
    [preset, isAuto] as const,
  )
  await context.close()
  if (result.problem) throw new Error(result.problem)
  const path = join(directory, 'result.mp4')
  const bytes = Buffer.from(result.bytes, 'base64')
  writeFileSync(path, bytes)
  const worst = worstSecond(path, clip)
  return { bytes: bytes.length, worst, planning, seconds: planning + result.seconds }
}

function worstSecond(result: string, clip: string): number {
  const log = join(directory, 'ssim.txt')
  const comparison = `[0:v]settb=1/90000[a];[1:v]settb=1/90000[b];[a][b]ssim=stats_file=${log}`
  ffmpeg('-i', result, '-i', clip, '-lavfi', comparison, '-f', 'null', '-')
  const frames = readFileSync(log, 'utf8')
    .split('\n')
    .flatMap((line) => /Y:([\d.]+)/.exec(line)?.[1] ?? [])
    .map(Number)
  const seconds = Array.from({ length: Math.floor(frames.length / frameRate) }, (_, second) => {
    const part = frames.slice(second * frameRate, (second + 1) * frameRate)
    return part.reduce((sum, value) => sum + value, 0) / part.length
  })
  return Math.min(...seconds)
}

const round = (value: number, digits = 2) => Number(value.toFixed(digits))
const percent = (value: number) => Math.round(100 * value)
/** Similarity that the plan aims at (`maxLoss`): more does not count as better. */
const enough = 0.97

const rows = []
for (const name of names) {
  const clip = unlikeClip(name)
  const runs = { preset: [] as Run[], auto: [] as Run[] }
  for (let index = 0; index < rounds; index++) {
    runs.preset.push(await compress(clip, false))
    runs.auto.push(await compress(clip, true))
  }
  const [fixed] = runs.preset
  const [auto] = runs.auto
  if (!fixed || !auto) continue
  const times = runs.auto.map(({ planning, seconds }) => planning / (seconds - planning))
  rows.push({ name, fixed, auto, planning: median(times) })
  const { planning, ...row } = rows.at(-1) ?? { planning: NaN, fixed, auto }
  console.log(
    `${name}: ${percent(1 - row.auto.bytes / row.fixed.bytes)} % smaller, ${round(auto.worst, 4)} instead of ${round(fixed.worst, 4)}, plan ${percent(planning)} % of the time`,
  )
}
site.close()
rmSync(directory, { recursive: true, force: true })

const table = rows.map(({ name, fixed, auto, planning }) => ({
  clip: name,
  'preset kB': Math.round(fixed.bytes / 1000),
  'auto kB': Math.round(auto.bytes / 1000),
  'saved %': percent(1 - auto.bytes / fixed.bytes),
  'preset worst second': round(fixed.worst, 4),
  'auto worst second': round(auto.worst, 4),
  'looks worse': auto.worst < Math.min(enough, fixed.worst) - 0.005 ? 'yes' : '',
  'plan, % of the time': percent(planning),
}))
console.table(table)
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
const saved =
  1 - sum(rows.map(({ auto }) => auto.bytes)) / sum(rows.map(({ fixed }) => fixed.bytes))
const summary = {
  'saved %': percent(saved),
  'saved on average %': percent(
    sum(rows.map(({ auto, fixed }) => 1 - auto.bytes / fixed.bytes)) / rows.length,
  ),
  'plan, median % of the time': percent(median(rows.map(({ planning }) => planning))),
  'load of the machine': round(loadavg()[0] ?? NaN, 1),
}
console.table(summary)
const report = join(tmpdir(), 'reelferry-bench-auto.json')
writeFileSync(report, JSON.stringify({ table, summary, clipSeconds, rounds, preset }))
console.log(`Written to ${report}`)
