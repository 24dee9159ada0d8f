/**
 * `pnpm bench publish`: measures the time from the click on Upload until VOD has a phone's 1080p clip, in the real studio with
 * the local region, at several uplink speeds: the original; compressed to 720p and sent during compression; and the two stages
 * separately, which are compressing with almost no uplink, and sending the finished file. Rounds alternate; the table shows
 * medians. Needs ffmpeg.
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
/** Megabytes per second. */
const uplinks = (process.env.UPLINKS ?? '1,2,4').split(',').map(Number)
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
  await job.getByText('Compare').click()
  await job.getByLabel('Quality').selectOption(chosen)
  // The benchmark of this device has ended when the table shows a time.
  await job.locator('.plans').evaluate(
    (element) =>
      new Promise<void>((resolve) => {
        const check = () => {
          const cell = element.querySelector('tbody tr:nth-child(3) td:nth-child(4)')?.textContent
          if (cell && /\d/.test(cell)) resolve()
          else setTimeout(check, 50)
        }
        check()
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
  // Observed in the page, because polling from outside would slow the page down.
  await job.evaluate(
    (article, until) =>
      new Promise<void>((resolve) => {
        let wasCompressing = false
        const check = () => {
          const { stage = '' } = article.dataset
          wasCompressing ||= stage === 'compressing'
          const hasEnded =
            until === 'published'
              ? ['processing', 'ready'].includes(stage)
              : wasCompressing && stage !== 'compressing'
          if (hasEnded) resolve()
        }
        new MutationObserver(check).observe(article, { attributeFilter: ['data-stage'] })
        check()
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
  encoding.push(await publish(clip, quality, minimalUplink, 'compressed'))
  for (const [index, megabytes] of uplinks.entries()) {
    overlapped[index]?.push(await publish(clip, quality, megabytes * 1e6))
    sending[index]?.push(await publish(compressedPath, 'Original', megabytes * 1e6))
    if (round === 0) original.push(await publish(clip, 'Original', megabytes * 1e6))
  }
}
studio.stop()
page.close()

const round = (value: number) => Number(value.toFixed(2))
const table = uplinks.map((megabytes, index) => {
  const compress = median(encoding)
  const send = median(sending[index] ?? [])
  const both = median(overlapped[index] ?? [])
  return {
    'uplink MB/s': megabytes,
    'original s': round(original[index] ?? Number.NaN),
    'compress only s': round(compress),
    'send only s': round(send),
    'sequential s': round(compress + send),
    'overlapped s': round(both),
    'relative to slower stage': round(both / Math.max(compress, send)),
    'relative to sequential': round(both / (compress + send)),
    'relative to original': round(both / (original[index] ?? Number.NaN)),
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
