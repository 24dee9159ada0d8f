/**
 * `pnpm bench publish`: a phone's 1080p clip from the click on Upload until VOD has it, in the real studio
 * against the local region, over uplinks of several speeds: the original; compressed to 720p and sent while it
 * is compressed; and the two stages of that alone, which are the compression while next to nothing is sent, and
 * the finished file sent with nothing to compress. Rounds alternate; medians are shown. Needs ffmpeg.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CompressionPage, serveMediaPage } from '../e2e/media-page.ts'
import { median, phoneClip } from './clip.ts'
import { openProfile } from './profile.ts'

const clipSeconds = Number(process.env.CLIP_SECONDS ?? 60)
const rounds = Number(process.env.ROUNDS ?? 2)
/** Megabytes a second. */
const uplinks = (process.env.UPLINKS ?? '1,2,4').split(',').map(Number)
const quality = '720p'
const target = { width: 1280, height: 720, frameRate: 30, bitrate: 2_500_000 }

const clip = phoneClip(clipSeconds)
const directory = mkdtempSync(join(tmpdir(), 'reelferry-bench-'))
const compressedPath = join(directory, 'compressed.mp4')
const page = await serveMediaPage(join(directory, 'page'))
const studio = await startStudio()

/** Of the page. */
declare const compression: CompressionPage

/** Compresses the clip once, for the file that is sent alone. */
async function compress(): Promise<void> {
  const context = await openProfile(directory)
  const tab = await context.newPage()
  await tab.goto(page.origin)
  await tab.locator('#file').setInputFiles(clip)
  const { bytes } = await tab.evaluate(
    async (wanted) => compression.compress(await compression.probe(), wanted),
    target,
  )
  await context.close()
  writeFileSync(compressedPath, bytes, 'base64')
}

/** Bytes a second of an uplink that takes questions and next to nothing of a video. */
const noUplink = 20_000

/** Seconds from the click on Upload until VOD has the video, or until it is compressed. */
async function publish(
  path: string,
  chosen: string,
  bytesPerSecond: number,
  until: 'published' | 'compressed' = 'published',
): Promise<number> {
  const context = await openProfile(directory)
  const tab = await context.newPage()
  await tab.goto(studio.origin)
  await tab.getByLabel('Choose videos').setInputFiles(path)
  const job = tab.getByRole('article')
  await job.getByText('Compare the qualities').click()
  await job.getByLabel('Quality').selectOption(chosen)
  // The trial that measures this device is over when its time is told.
  await job.locator('.plans').evaluate(
    (element) =>
      new Promise<void>((resolve) => {
        const look = () => {
          const cell = element.querySelector('tbody tr:nth-child(3) td:nth-child(4)')?.textContent
          if (cell && /\d/.test(cell)) resolve()
          else setTimeout(look, 50)
        }
        look()
      }),
  )
  const session = await context.newCDPSession(tab)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 20,
    downloadThroughput: -1,
    uploadThroughput: bytesPerSecond,
  })
  const startedAt = performance.now()
  await job.getByRole('button', { name: 'Upload' }).click()
  // Told by the page: asking it again and again would take its time.
  await job.evaluate(
    (article, until) =>
      new Promise<void>((resolve) => {
        let wasCompressing = false
        const look = () => {
          const { stage = '' } = article.dataset
          wasCompressing ||= stage === 'compressing'
          const isOver =
            until === 'published'
              ? ['processing', 'ready'].includes(stage)
              : wasCompressing && stage !== 'compressing'
          if (isOver) resolve()
        }
        new MutationObserver(look).observe(article, { attributeFilter: ['data-stage'] })
        look()
      }),
    until,
  )
  const seconds = (performance.now() - startedAt) / 1000
  await context.close()
  return seconds
}

const encoding: number[] = []
const sending = uplinks.map(() => [] as number[])
const overlapped = uplinks.map(() => [] as number[])
const original: number[] = []
await compress()
for (let round = 0; round < rounds; round++) {
  encoding.push(await publish(clip, quality, noUplink, 'compressed'))
  for (const [index, megabytes] of uplinks.entries()) {
    overlapped[index]?.push(await publish(clip, quality, megabytes * 1e6))
    sending[index]?.push(await publish(compressedPath, 'Original', megabytes * 1e6))
    if (round === 0) original.push(await publish(clip, 'Original', megabytes * 1e6))
  }
}
studio.stop()
page.close()

const two = (value: number) => Number(value.toFixed(2))
const table = uplinks.map((megabytes, index) => {
  const compress = median(encoding)
  const send = median(sending[index] ?? [])
  const both = median(overlapped[index] ?? [])
  return {
    'uplink MB/s': megabytes,
    'original s': two(original[index] ?? Number.NaN),
    'compress alone s': two(compress),
    'send alone s': two(send),
    'one after the other s': two(compress + send),
    'overlapped s': two(both),
    'of the slower stage': two(both / Math.max(compress, send)),
    'of one after the other': two(both / (compress + send)),
    'of the original': two(both / (original[index] ?? Number.NaN)),
  }
})
console.table(table)
const sizes = {
  clip: (await readFile(clip)).length,
  compressed: (await readFile(compressedPath)).length,
}
console.log(
  `${(sizes.clip / 1e6).toFixed(1)} MB, compressed ${(sizes.compressed / 1e6).toFixed(1)} MB`,
)
const report = join(tmpdir(), 'reelferry-bench-publish.json')
writeFileSync(report, JSON.stringify({ table, sizes, clipSeconds, rounds }))
console.log(`Written to ${report}`)
rmSync(directory, { recursive: true, force: true })

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  server.close()
  return String(port)
}

/** The studio as `pnpm start` runs it, on ports and a state of its own. */
async function startStudio(): Promise<{ origin: string; stop(): void }> {
  const [PORT, REGION_PORT] = [await freePort(), await freePort()]
  const STATE_DIRECTORY = join(directory, 'state')
  const server = spawn(process.execPath, [join(import.meta.dirname, '../serve.ts'), 'start'], {
    env: { ...process.env, PORT, REGION_PORT, STATE_DIRECTORY },
    stdio: 'ignore',
  })
  const origin = `http://localhost:${PORT}/`
  while (!(await fetch(`${origin}api/health`).catch(() => undefined))?.ok)
    if (server.exitCode !== null) throw new Error('The studio did not start.')
  return { origin, stop: () => void server.kill('SIGTERM') }
}
