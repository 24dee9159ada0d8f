/**
 * `pnpm bench publish`: measures the time from the click on Upload until VOD has a phone's 1080p clip, in the real studio with
 * the local region, at several uplink speeds: the original; compressed to 720p and sent during compression; and the two stages
 * separately, which are compressing with almost no uplink, and sending the finished file. Rounds alternate; the table shows
 * medians, and a second table shows where the time of each overlapped upload goes. Needs ffmpeg.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CompressionPage, serveMediaPage } from '../e2e/media-page.ts'
import { median, phoneClip } from './clip.ts'
import { openProfile } from './profile.ts'

const clipSeconds = Number(process.env.CLIP_SECONDS ?? 60)
const rounds = Number(process.env.ROUNDS ?? 2)
/** Megabytes per second. */
const uplinks = (process.env.UPLINKS ?? '1,2,4').split(',').map(Number)
/** Sending the original takes longest, so measurements of the other stages may leave it out. */
const measuresOriginal = process.env.ORIGINAL !== '0'
const quality = '720p'
const target = { width: 1280, height: 720, frameRate: 30, bitrate: 2_500_000 }

const clip = phoneClip(clipSeconds)
const directory = mkdtempSync(join(tmpdir(), 'reelferry-bench-'))
const compressedPath = join(directory, 'compressed.mp4')
const page = await serveMediaPage(join(directory, 'page'))
const studio = await startStudio()

/** Global of the media page. */
declare const compression: CompressionPage

/** Compresses the clip once, for the measurement of sending only. */
async function compress(): Promise<void> {
  const context = await openProfile(directory)
  const tab = await context.newPage()
  await tab.goto(page.origin)
  await tab.locator('#file').setInputFiles(clip)
  const { bytes } = await tab.evaluate(
    async (settings) => compression.compress(await compression.probe(), settings),
    target,
  )
  await context.close()
  writeFileSync(compressedPath, bytes, 'base64')
}

/** Rate of an uplink that is only sufficient for API requests, bytes per second. */
const minimalUplink = 20_000

/** Where the time of an upload goes, in seconds. The members after `encoded` are together `total`. */
interface Timing {
  total: number
  /** From the click until the result is complete. */
  encoded: number
  /** From the click until the first part starts: session, and the first bytes of the result. */
  start: number
  /** While the video is compressed and no part is in flight: there are not enough bytes for a part. */
  bytes: number
  /** While it is compressed and parts are in flight. */
  overlap: number
  /** After it, while parts are in flight: the last parts. */
  rest: number
  /** After it, between parts: connections. */
  gaps: number
  /** From the end of the last part until VOD has the video: completion, the rest of the verification, and commit. */
  commit: number
}

/** Publishes a file. Resolves when VOD has the video, or when it is compressed. */
async function publish(
  path: string,
  chosen: string,
  bytesPerSecond: number,
  until: 'published' | 'compressed' = 'published',
): Promise<Timing> {
  const context = await openProfile(directory)
  const tab = await context.newPage()
  await tab.goto(studio.origin)
  await tab.getByLabel('Choose videos').setInputFiles(path)
  const job = tab.getByRole('article')
  // The benchmark of this device has ended when an option shows a time.
  await job.getByRole('option', { name: /^360p · .* · .* · ~/ }).waitFor({ state: 'attached' })
  await job.getByLabel('Quality').selectOption(chosen)
  const session = await context.newCDPSession(tab)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 20,
    downloadThroughput: -1,
    uploadThroughput: bytesPerSecond,
  })
  // Observed in the page, because polling from outside would slow the page down.
  const ended = job.evaluate(
    (article, until) =>
      new Promise<{ times: number[]; parts: [start: number, end: number][] }>((resolve) => {
        performance.setResourceTimingBufferSize(10_000)
        let [clickedAt, compressedAt] = [performance.now(), 0]
        let wasCompressing = false
        article.addEventListener('click', () => (clickedAt = performance.now()), { once: true })
        const check = () => {
          const { stage = '' } = article.dataset
          const now = performance.now()
          wasCompressing ||= stage === 'compressing'
          if (wasCompressing && stage !== 'compressing') compressedAt ||= now
          const isEnded = until === 'published' ? /processing|ready/.test(stage) : compressedAt > 0
          if (!isEnded) return
          const requests = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
          const parts = requests.flatMap(({ name, startTime, responseEnd }) =>
            name.includes('partNumber=') ? [[startTime, responseEnd] as [number, number]] : [],
          )
          resolve({ times: [clickedAt, compressedAt || clickedAt, now], parts })
        }
        new MutationObserver(check).observe(article, { attributeFilter: ['data-stage'] })
      }),
    until,
  )
  await job.getByRole('button', { name: 'Upload' }).click()
  const { times, parts } = await ended
  await context.close()
  return timingOf(times, parts)
}

/** Divides the time between click and end. All in milliseconds. */
function timingOf([clicked = 0, compressed = 0, ended = 0]: number[], parts: [number, number][]) {
  const first = Math.min(ended, ...parts.map(([start]) => start))
  const last = Math.max(first, ...parts.map(([, end]) => end))
  const encoded = Math.min(Math.max(first, compressed), last)
  /** Milliseconds between two moments in which at least one part was in flight. */
  const busy = (from: number, to: number) => {
    let [time, reached] = [0, from]
    for (const [start, end] of parts.toSorted(([a], [b]) => a - b)) {
      const [opened, closed] = [Math.max(start, reached), Math.min(end, to)]
      if (closed <= opened) continue
      time += closed - opened
      reached = closed
    }
    return time
  }
  const [overlap, rest] = [busy(first, encoded), busy(encoded, last)]
  const milliseconds = {
    total: ended - clicked,
    encoded: Math.max(clicked, compressed) - clicked,
    start: first - clicked,
    bytes: encoded - first - overlap,
    overlap,
    rest,
    gaps: last - encoded - rest,
    commit: ended - last,
  }
  return mapValues(milliseconds, (value) => value / 1000)
}

function mapValues<Name extends string>(
  values: Record<Name, number>,
  change: (value: number, name: Name) => number,
): Record<Name, number> {
  const entries = Object.entries<number>(values) as [Name, number][]
  const changed = entries.map(([name, value]) => [name, change(value, name)])
  return Object.fromEntries(changed) as Record<Name, number>
}

const encoding: number[] = []
const sending = uplinks.map(() => [] as number[])
const overlapped = uplinks.map(() => [] as Timing[])
const original: number[] = []
await compress()
for (let round = 0; round < rounds; round++) {
  encoding.push((await publish(clip, quality, minimalUplink, 'compressed')).total)
  for (const [index, megabytes] of uplinks.entries()) {
    overlapped[index]?.push(await publish(clip, quality, megabytes * 1e6))
    sending[index]?.push((await publish(compressedPath, 'Original', megabytes * 1e6)).total)
    if (round === 0 && measuresOriginal)
      original.push((await publish(clip, 'Original', megabytes * 1e6)).total)
  }
}
studio.stop()
page.close()

const round = (value: number) => Number(value.toFixed(2))
const table = uplinks.map((megabytes, index) => {
  const compress = median(encoding)
  const send = median(sending[index] ?? [])
  const both = median((overlapped[index] ?? []).map(({ total }) => total))
  return {
    'uplink MB/s': megabytes,
    'original s': round(original[index] ?? Number.NaN),
    'compress only s': round(compress),
    'send only s': round(send),
    'sequential s': round(compress + send),
    'overlapped s': round(both),
    'relative to slower stage': round(both / Math.max(compress, send)),
    // Without the noise between two compressions of the same file.
    'relative to its own stages': round(
      median(
        (overlapped[index] ?? []).map(({ total, encoded }) => total / Math.max(encoded, send)),
      ),
    ),
    'relative to sequential': round(both / (compress + send)),
    'relative to original': round(both / (original[index] ?? Number.NaN)),
  }
})
console.table(table)
console.log('Where the time goes, seconds:')
const where = uplinks.flatMap((megabytes, index) =>
  (overlapped[index] ?? []).map((timing) => ({
    'uplink MB/s': megabytes,
    ...mapValues({ ...timing }, round),
    load: round(loadavg()[0] ?? Number.NaN),
  })),
)
console.table(where)
const sizes = {
  clip: (await readFile(clip)).length,
  compressed: (await readFile(compressedPath)).length,
}
console.log(
  `${(sizes.clip / 1e6).toFixed(1)} MB, compressed ${(sizes.compressed / 1e6).toFixed(1)} MB`,
)
const report = join(tmpdir(), 'reelferry-bench-publish.json')
writeFileSync(report, JSON.stringify({ table, where, sizes, clipSeconds, rounds }))
console.log(`Written to ${report}`)
rmSync(directory, { recursive: true, force: true })

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  server.close()
  return String(port)
}

/** Starts the studio like `pnpm start`, on free ports and with its own state. */
async function startStudio(): Promise<{ origin: string; stop(): void }> {
  const [PORT, REGION_PORT] = [await freePort(), await freePort()]
  const STATE_DIRECTORY = join(directory, 'state')
  const server = spawn(process.execPath, [join(import.meta.dirname, '../serve.ts'), 'start'], {
    env: { ...process.env, PORT, REGION_PORT, STATE_DIRECTORY, LOCAL_ENCODE: '0' },
    stdio: 'ignore',
  })
  const origin = `http://localhost:${PORT}/`
  while (!(await fetch(`${origin}api/health`).catch(() => undefined))?.ok)
    if (server.exitCode !== null) throw new Error('The studio did not start.')
  return { origin, stop: () => void server.kill('SIGTERM') }
}
