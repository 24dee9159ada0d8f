/**
 * `pnpm bench compress`: compares the studio's compression with ffmpeg.wasm (one and several threads), and with native ffmpeg
 * as the limit. All compress the same clip to 720p at 2.5 Mbit/s and copy the audio. Rounds alternate; the table shows
 * medians. Needs ffmpeg; installs ffmpeg.wasm from the npm registry into a temporary directory.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { type CompressionPage, serveMediaPage } from '../e2e/media-page.ts'
import { ffmpeg, median, phoneClip } from './clip.ts'
import { openProfile, watchMemory } from './profile.ts'

const clipSeconds = Number(process.env.CLIP_SECONDS ?? 20)
const rounds = Number(process.env.ROUNDS ?? 3)
const target = { width: 1280, height: 720, frameRate: 30, bitrate: 2_500_000 }

const clip = phoneClip(clipSeconds)
const directory = mkdtempSync(join(tmpdir(), 'reelferry-bench-'))
const site = await serveMediaPage(join(directory, 'page'))
installFfmpegWasm()

interface Run {
  /** Duration from the file to the finished result, seconds, including loading code and filling memory. */
  seconds: number
  /** Seconds without loading code and copying the file into memory, if they can be measured separately. */
  running?: number
  /** Seconds of the verification, which `seconds` includes. */
  verifying?: number
  /** Path of the result. */
  result: string
  /** Maximum resident memory of a renderer, or of ffmpeg, bytes. */
  memory: number
  /** Size of the loaded code, gzipped bytes; 0 for native ffmpeg. */
  code: number
}

/** Global of the media page. */
declare const compression: CompressionPage

const x264 = (preset: string) => [
  ...['-i', clip, '-vf', `scale=${target.width}:${target.height}`, '-c:v', 'libx264'],
  ...['-preset', preset, '-b:v', String(target.bitrate), '-g', '60', '-c:a', 'copy'],
]

const contenders: Record<string, () => Promise<Run>> = {
  Reelferry: () =>
    inBrowser((page) =>
      page.evaluate(
        async (settings) => compression.compress(await compression.probe(), settings),
        target,
      ),
    ),
  'ffmpeg.wasm, threads': () => wasm('mt'),
  'ffmpeg.wasm, one thread': () => wasm('st'),
  'native x264 ultrafast': async () => native('ultrafast'),
  'native x264 veryfast': async () => native('veryfast'),
}

const runs = Object.fromEntries(Object.keys(contenders).map((name) => [name, [] as Run[]]))
for (let round = 0; round < rounds; round++)
  for (const [name, contend] of Object.entries(contenders)) {
    try {
      runs[name]?.push(await contend())
    } catch (error) {
      console.error(`${name} failed: ${String(error).split('\n')[0]}`)
      process.exitCode = 1
    }
  }
site.close()

const speed = (name: string) => clipSeconds / median((runs[name] ?? []).map((run) => run.seconds))
const table = Object.entries(runs).flatMap(([name, all]) => {
  const [first] = all
  if (!first) return []
  return {
    contender: name,
    'x real time': Number(speed(name).toFixed(2)),
    ...(first.running !== undefined && {
      'x real time, loaded': Number(
        (clipSeconds / median(all.map(({ running }) => running ?? Number.NaN))).toFixed(2),
      ),
    }),
    ...(first.verifying !== undefined && {
      'verification %': Number(
        median(all.map((run) => (100 * (run.verifying ?? Number.NaN)) / run.seconds)).toFixed(1),
      ),
    }),
    'relative to Reelferry': Number((speed(name) / speed('Reelferry')).toFixed(2)),
    'Mbit/s': Number(((statSync(first.result).size * 8) / clipSeconds / 1e6).toFixed(2)),
    SSIM: ssim(first.result),
    'peak memory MB': Math.round(median(all.map((run) => run.memory)) / 1e6),
    'code kB gz': Math.round(first.code / 1000),
    runs: all.length,
  }
})
console.table(table)
const report = join(tmpdir(), 'reelferry-bench-compress.json')
writeFileSync(report, JSON.stringify({ table, clipSeconds, rounds, target }))
console.log(`Written to ${report}`)
rmSync(directory, { recursive: true, force: true })

/** Compresses the clip in a page of a new browser. */
async function inBrowser(
  work: (
    page: Page,
  ) => Promise<{ seconds: number; running?: number; verifying?: number; bytes: string }>,
): Promise<Run> {
  const context = await openProfile(directory)
  const page = await context.newPage()
  site.served.clear()
  await page.goto(site.origin)
  await page.locator('#file').setInputFiles(clip)
  const memory = watchMemory()
  const { bytes, ...times } = await work(page)
  memory.stop()
  await context.close()
  const result = join(directory, `${Math.random()}.mp4`)
  writeFileSync(result, bytes, 'base64')
  const code = [...site.served]
    .filter((path) => /(worker-|ffmpeg-core).*\.(js|wasm)$/.test(path))
    .reduce((sum, path) => sum + gzipSync(readFileSync(join(directory, 'page', path))).length, 0)
  return {
    ...times,
    result,
    memory: Math.max(0, ...memory.readings.map(({ resident }) => resident)),
    code,
  }
}

function wasm(folder: 'st' | 'mt'): Promise<Run> {
  return inBrowser((page) =>
    page.evaluate(
      ({ folder, parameters }) =>
        new Promise<{ seconds: number; running: number; bytes: string }>((resolve, reject) => {
          const startedAt = performance.now()
          const worker = new Worker('/ffmpeg-worker.js')
          worker.onerror = ({ message }) => reject(new Error(message))
          worker.onmessage = ({ data }) => {
            const seconds = (performance.now() - startedAt) / 1000
            let text = ''
            for (let start = 0; start < data.bytes.length; start += 0x8000)
              text += String.fromCharCode(...data.bytes.subarray(start, start + 0x8000))
            resolve({ seconds, running: data.running, bytes: btoa(text) })
          }
          const file = document.querySelector('input')?.files?.[0]
          worker.postMessage({ folder, file, parameters: [...parameters, 'out.mp4'] })
        }),
      { folder, parameters: x264('ultrafast').map((value) => (value === clip ? 'in.mp4' : value)) },
    ),
  )
}

function native(preset: string): Run {
  const result = join(directory, `${Math.random()}.mp4`)
  const startedAt = performance.now()
  const { stderr } = spawnSync('ffmpeg', ['-y', '-benchmark', ...x264(preset), result], {
    encoding: 'utf8',
  })
  const seconds = (performance.now() - startedAt) / 1000
  const kilobytes = Number(/maxrss=(\d+)/.exec(stderr)?.[1] ?? Number.NaN)
  return { seconds, result, memory: kilobytes * 1024, code: 0 }
}

function ssim(result: string): number {
  const graph = `[0:v]scale=${target.width}:${target.height}:flags=bicubic[a];[a][1:v]ssim`
  const log = ffmpeg('-i', clip, '-i', result, '-lavfi', graph, '-f', 'null', '-')
  return Number(/SSIM.* All:([\d.]+)/.exec(log)?.[1] ?? Number.NaN)
}

function installFfmpegWasm(): void {
  const packages = ['@ffmpeg/core@0.12.10', '@ffmpeg/core-mt@0.12.10']
  const peers = join(directory, 'peers')
  const install = ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', peers]
  const { status } = spawnSync('npm', [...install, ...packages], { stdio: 'ignore' })
  if (status !== 0) throw new Error('ffmpeg.wasm could not be installed.')
  const page = join(directory, 'page')
  for (const [folder, name] of [
    ['st', 'core'],
    ['mt', 'core-mt'],
  ] as const)
    cpSync(join(peers, 'node_modules/@ffmpeg', name, 'dist/umd'), join(page, folder), {
      recursive: true,
    })
  cpSync(join(import.meta.dirname, 'ffmpeg-worker.js'), join(page, 'ffmpeg-worker.js'))
}
