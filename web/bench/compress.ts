/**
 * `pnpm bench compress`: the studio's compression beside ffmpeg.wasm, with one thread and with several, and
 * beside native ffmpeg as the limit. The same clip to the same 720p at 2.5 Mbit/s, sound copied, in rounds that
 * alternate; medians are shown. And a part of a long clip, cut on key frames. Needs ffmpeg; takes ffmpeg.wasm from the npm registry into a temporary directory.
 */
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { chromium, type Page } from '@playwright/test'
import { findBrowser } from '../e2e/browser.ts'
import { serveCompressPage } from '../e2e/compress-page.ts'
import { ffmpeg, loopedClip, median, phoneClip } from './clip.ts'

const clipSeconds = Number(process.env.CLIP_SECONDS ?? 20)
const longClipSeconds = 300
const rounds = Number(process.env.ROUNDS ?? 3)
const target = { width: 1280, height: 720, frameRate: 30, bitrate: 2_500_000 }

const clip = phoneClip(clipSeconds)
const directory = mkdtempSync(join(tmpdir(), 'reelferry-bench-'))
const site = await serveCompressPage(join(directory, 'page'))
installFfmpegWasm()
const executablePath = findBrowser()
const server = await chromium.launchServer(executablePath ? { executablePath } : {})
const browser = await chromium.connect(server.wsEndpoint())

interface Run {
  seconds: number
  /** Path of the result. */
  result: string
  /** Largest resident memory of one renderer, or of ffmpeg, in bytes. */
  memory: number
  /** Bytes of code, compressed by gzip; none is loaded for native ffmpeg. */
  code: number
}

/** `window.compression`, as `test/compress-page/main.ts` makes it. */
declare const compression: {
  probe(): Promise<unknown>
  compress(
    media: unknown,
    target?: object,
    trim?: object,
  ): Promise<{ seconds: number; bytes: string }>
  timeline(): Promise<{ starts: number[]; ends: number[]; duration: number }>
}

/** A part of a clip of some minutes, from a key frame to a place where a copy can end. */
async function cutOnKeyFrames(): Promise<object> {
  const { page } = await open(loopedClip(clip, longClipSeconds))
  const run = await page.evaluate(async () => {
    const { starts, ends, duration } = await compression.timeline()
    const start = starts.find((time) => time > duration * 0.1) ?? 0
    const end = ends.findLast((time) => time < duration * 0.9) ?? duration
    const trim = { start, end, copy: true }
    const { seconds } = await compression.compress(await compression.probe(), undefined, trim)
    return { kept: end - start, seconds }
  })
  await page.close()
  return {
    'kept s': Number(run.kept.toFixed(1)),
    'took s': Number(run.seconds.toFixed(2)),
    'x real time': Math.round(run.kept / run.seconds),
  }
}

const x264 = (preset: string) => [
  ...['-i', clip, '-vf', `scale=${target.width}:${target.height}`, '-c:v', 'libx264'],
  ...['-preset', preset, '-b:v', String(target.bitrate), '-g', '60', '-c:a', 'copy'],
]

const contenders: Record<string, () => Promise<Run>> = {
  Reelferry: async () => {
    const { page, memory } = await open()
    const run = await page.evaluate(
      async (wanted) => compression.compress(await compression.probe(), wanted),
      target,
    )
    return finish(page, run, memory)
  },
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
    }
  }
const cut = await cutOnKeyFrames()
await browser.close()
await server.close()
site.close()

const speed = (name: string) => clipSeconds / median((runs[name] ?? []).map((run) => run.seconds))
const table = Object.entries(runs).flatMap(([name, all]) => {
  const [first] = all
  if (!first) return []
  return {
    contender: name,
    'x real time': Number(speed(name).toFixed(2)),
    'of Reelferry': Number((speed(name) / speed('Reelferry')).toFixed(2)),
    'Mbit/s': Number(((statSync(first.result).size * 8) / clipSeconds / 1e6).toFixed(2)),
    SSIM: ssim(first.result),
    'peak memory MB': Math.round(median(all.map((run) => run.memory)) / 1e6),
    'code kB gz': Math.round(first.code / 1000),
    runs: all.length,
  }
})
console.table(table)
console.log('A part, cut on key frames and verified:', cut)
const report = join(tmpdir(), 'reelferry-bench-compress.json')
writeFileSync(report, JSON.stringify({ table, cut, clipSeconds, rounds, target }))
console.log(`Written to ${report}`)
rmSync(directory, { recursive: true, force: true })

/** A new page with the clip chosen, and a watch over its memory. */
async function open(path = clip): Promise<{ page: Page; memory: () => number }> {
  const page = await browser.newPage()
  site.served.clear()
  await page.goto(site.origin)
  await page.locator('#file').setInputFiles(path)
  let peak = 0
  const timer = setInterval(() => (peak = Math.max(peak, largestRenderer())), 200)
  page.on('close', () => clearInterval(timer))
  return { page, memory: () => peak }
}

async function finish(
  page: Page,
  { seconds, bytes }: { seconds: number; bytes: string },
  memory: () => number,
): Promise<Run> {
  const peak = memory()
  await page.close()
  const result = join(directory, `${Math.random()}.mp4`)
  writeFileSync(result, bytes, 'base64')
  const code = [...site.served]
    .filter((path) => /(worker-|ffmpeg-core).*\.(js|wasm)$/.test(path))
    .reduce((sum, path) => sum + gzipSync(readFileSync(join(directory, 'page', path))).length, 0)
  return { seconds, result, memory: peak, code }
}

async function wasm(folder: 'st' | 'mt'): Promise<Run> {
  const { page, memory } = await open()
  const parameters = x264('ultrafast').map((one) => (one === clip ? 'in.mp4' : one))
  const run = await page.evaluate(
    ({ folder, parameters }) =>
      new Promise<{ seconds: number; bytes: string }>((resolve, reject) => {
        const worker = new Worker('/ffmpeg-worker.js')
        worker.onerror = ({ message }) => reject(new Error(message))
        worker.onmessage = ({ data }) => {
          let text = ''
          for (let start = 0; start < data.bytes.length; start += 0x8000)
            text += String.fromCharCode(...data.bytes.subarray(start, start + 0x8000))
          resolve({ seconds: data.seconds, bytes: btoa(text) })
        }
        const file = document.querySelector('input')?.files?.[0]
        worker.postMessage({ folder, file, parameters: [...parameters, 'out.mp4'] })
      }),
    { folder, parameters },
  )
  return finish(page, run, memory)
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
  const said = ffmpeg('-i', clip, '-i', result, '-lavfi', graph, '-f', 'null', '-')
  return Number(/SSIM.* All:([\d.]+)/.exec(said)?.[1] ?? Number.NaN)
}

/** Resident memory, in bytes, of the largest renderer of this bench's browser. Linux; 0 elsewhere. */
function largestRenderer(): number {
  const root = server.process().pid
  let largest = 0
  try {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'latin1')
      if (!command.includes('--type=renderer') || !descends(Number(pid), root)) continue
      const status = readFileSync(`/proc/${pid}/status`, 'utf8')
      largest = Math.max(largest, Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024)
    }
  } catch {
    // A process that ended meanwhile.
  }
  return largest
}

function descends(pid: number, root: number | undefined): boolean {
  for (let current = pid; current > 1;) {
    if (current === root) return true
    const status = readFileSync(`/proc/${current}/status`, 'utf8')
    current = Number(/PPid:\s+(\d+)/.exec(status)?.[1] ?? 0)
  }
  return false
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
