/**
 * `pnpm bench player [mp4|hls] [loopback|slow]`: compares a bare `<video>`, our embed page and other players with the same
 * clip, as MP4 and as HLS, on loopback and at 10 Mbit/s with 40 ms latency. Measures the time to the first presented frame,
 * main-thread time until then and until one second has played, bytes of code until then, and layout shift. Every load is cold.
 * Rounds alternate; the tables show medians. Our page is the response of the real Worker, but the same server as for the
 * other pages serves it. Needs ffmpeg.
 *
 * Clip, pages and other players are prepared first, in a temporary folder or in the folder `PREPARED`, which is reused in the
 * next run. `ROUNDS=0` only prepares.
 */
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { chromium, type Page } from '@playwright/test'
import { build } from 'vite'
import { findBrowser } from '../e2e/browser.ts'
import { startStudio } from '../e2e/studio.ts'
import { buildForThisMachine } from '../local-build.ts'
import { ffmpeg, median, phoneClip } from './clip.ts'

const rounds = Number(process.env.ROUNDS ?? 9)
const only = process.env.ONLY?.split(',')
const selected = process.argv.slice(2)
const isSelected = (option: string, options: string[]) =>
  selected.includes(option) || !selected.some((value) => options.includes(value))
const kinds = (['mp4', 'hls'] as const).filter((kind) => isSelected(kind, ['mp4', 'hls']))
const networks = [
  { name: 'loopback', short: 'loopback', isSlow: false },
  { name: '10 Mbit/s, 40 ms', short: 'slow', isSlow: true },
].filter(({ short }) => isSelected(short, ['loopback', 'slow']))
const { PREPARED } = process.env
const directory = PREPARED ?? mkdtempSync(join(tmpdir(), 'reelferry-bench-player-'))
const dist = fileURLToPath(new URL('../dist/client/', import.meta.url))
const video = '<video id="v" autoplay muted playsinline src="SRC"></video>'

interface Peer {
  packages: string[]
  html: string
  script: string
}

const hlsOnto = (selector: string) => `
  import Hls from 'hls.js/light'
  const video = document.querySelector('${selector}')
  const hls = new Hls()
  hls.loadSource('/media/hls/master.m3u8')
  hls.attachMedia(video)`

const chrome = `<media-controller><video slot="media" id="v" autoplay muted playsinline SOURCE></video>
  <media-control-bar><media-play-button></media-play-button><media-mute-button></media-mute-button>
  <media-time-range></media-time-range><media-time-display></media-time-display>
  <media-fullscreen-button></media-fullscreen-button></media-control-bar></media-controller>`

/** Other players, configured as in their documentation. */
const peers: Record<string, Partial<Record<'mp4' | 'hls', Peer>>> = {
  'hls.js light': {
    hls: {
      packages: ['hls.js@1.7.4'],
      html: '<video id="v" autoplay muted playsinline></video>',
      script: hlsOnto('#v'),
    },
  },
  'media-chrome': {
    mp4: {
      packages: ['media-chrome@4.19.4'],
      html: chrome.replace('SOURCE', 'src="/media/clip.mp4"'),
      script: `import 'media-chrome'`,
    },
    hls: {
      packages: ['media-chrome@4.19.4', 'hls.js@1.7.4'],
      html: chrome.replace('SOURCE', ''),
      script: `import 'media-chrome'\n${hlsOnto('#v')}`,
    },
  },
  Plyr: {
    mp4: {
      packages: ['plyr@3.8.4'],
      html: video.replace('SRC', '/media/clip.mp4'),
      script: `import Plyr from 'plyr'\nimport 'plyr/dist/plyr.css'\nnew Plyr('#v', { muted: true })`,
    },
    hls: {
      packages: ['plyr@3.8.4', 'hls.js@1.7.4'],
      html: '<video id="v" autoplay muted playsinline></video>',
      script: `import Plyr from 'plyr'\nimport 'plyr/dist/plyr.css'\n${hlsOnto('#v')}\nnew Plyr('#v', { muted: true })`,
    },
  },
  'Video.js 8': Object.fromEntries(
    (['mp4', 'hls'] as const).map((kind) => [
      kind,
      {
        packages: ['video.js@8.24.1'],
        html: '<video id="v" class="video-js" autoplay muted playsinline controls width="1280" height="720"></video>',
        script: `import videojs from 'video.js'\nimport 'video.js/dist/video-js.css'
          videojs('v', { sources: [${kind === 'mp4' ? "{ src: '/media/clip.mp4', type: 'video/mp4' }" : "{ src: '/media/hls/master.m3u8', type: 'application/x-mpegURL' }"}] })`,
      },
    ]),
  ),
  'mux-player': Object.fromEntries(
    (['mp4', 'hls'] as const).map((kind) => [
      kind,
      {
        packages: ['@mux/mux-player@3.14.0'],
        html: `<mux-player autoplay muted disable-tracking src="${kind === 'mp4' ? '/media/clip.mp4' : '/media/hls/master.m3u8'}"></mux-player>`,
        script: `import '@mux/mux-player'`,
      },
    ]),
  ),
  // Without a licence URL, TCPlayer removes the video. With an unreachable licence it plays.
  TCPlayer: Object.fromEntries(
    (['mp4', 'hls'] as const).map((kind) => [
      kind,
      {
        packages: ['tcplayer.js@5.3.4'],
        html: '<video id="v" muted playsinline width="1280" height="720"></video>',
        script: `import TCPlayer from 'tcplayer.js'\nimport 'tcplayer.js/dist/tcplayer.min.css'
          TCPlayer('v', { autoplay: true, muted: true, reportable: false, licenseUrl: 'https://license.invalid/x',
            sources: [{ src: '${kind === 'mp4' ? '/media/clip.mp4' : '/media/hls/master.m3u8'}' }] })`,
      },
    ]),
  ),
}

/** Creates the clip and its HLS renditions: 480p first, two-second segments. */
function createMedia(): void {
  mkdirSync(join(directory, 'media/hls'), { recursive: true })
  const source = phoneClip(20)
  const encoding = '-c:v libx264 -preset veryfast -g 60 -keyint_min 60 -sc_threshold 0'.split(' ')
  ffmpeg(
    ...['-i', source, '-vf', 'scale=1280:720', ...encoding],
    ...'-b:v 3900k -maxrate 4300k -bufsize 4300k -c:a aac -b:a 128k -movflags +faststart'.split(
      ' ',
    ),
    join(directory, 'media/clip.mp4'),
  )
  ffmpeg(
    ...['-i', source],
    ...['-filter_complex', '[0:v]split=2[a][b];[a]scale=854:480[v0];[b]scale=1280:720[v1]'],
    ...'-map [v0] -map 0:a -map [v1] -map 0:a'.split(' '),
    ...encoding,
    ...'-b:v:0 1200k -maxrate:v:0 1300k -bufsize:v:0 1300k'.split(' '),
    ...'-b:v:1 2500k -maxrate:v:1 2700k -bufsize:v:1 2700k -c:a aac -b:a 128k'.split(' '),
    ...'-f hls -hls_time 2 -hls_playlist_type vod -hls_segment_type fmp4'.split(' '),
    ...['-hls_flags', 'independent_segments', '-master_pl_name', 'master.m3u8'],
    ...['-var_stream_map', 'v:0,a:0,name:480 v:1,a:1,name:720'],
    ...['-hls_segment_filename', join(directory, 'media/hls/%v_%d.m4s')],
    join(directory, 'media/hls/%v.m3u8'),
  )
}

const page = (body: string, head = '') =>
  `<!doctype html><html><head><meta charset="utf-8"><title>Bench</title><link rel="icon" href="data:,">${head}</head><body>${body}</body></html>`

function installPeers(): void {
  const packages = Object.values(peers).flatMap((kinds) =>
    Object.values(kinds).flatMap((peer) => peer.packages),
  )
  const folder = join(directory, 'peers')
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}')
  const { status } = spawnSync(
    'npm',
    ['install', '--no-audit', '--no-fund', '--silent', ...new Set(packages)],
    { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] },
  )
  if (status !== 0) throw new Error('The other players could not be installed.')
}

const folderOf = (name: string, kind: string) => `${name}-${kind}`.replace(/\W+/g, '-')

/** Builds the page of another player like a site would. */
async function buildPeer(name: string, kind: string, peer: Peer): Promise<void> {
  const root = join(directory, 'peers', folderOf(name, kind))
  mkdirSync(root, { recursive: true })
  writeFileSync(join(root, 'main.js'), peer.script)
  writeFileSync(
    join(root, 'index.html'),
    page(peer.html, '<script type="module" src="/main.js"></script>'),
  )
  await build({
    configFile: false,
    root,
    base: `/${folderOf(name, kind)}/`,
    logLevel: 'error',
    build: { target: 'es2022', modulePreload: false, chunkSizeWarningLimit: 5000 },
  })
}

type Pages = Record<'mp4' | 'hls', { html: string; policy: string }>

/** The real Worker's embed page of a published video, with media URLs of this benchmark. */
async function workerPages(): Promise<Pages> {
  const studio = await startStudio('start')
  const browser = await chromium.launch(launchOptions)
  try {
    const embedPage = async (kind: 'mp4' | 'hls') => {
      await fetch(`${studio.regionOrigin}/_local/faults`, {
        method: 'PATCH',
        body: JSON.stringify({ sampleStream: kind === 'hls' }),
      })
      const tab = await browser.newPage({ locale: 'en-US' })
      await tab.goto(studio.origin)
      await tab.getByLabel('Choose videos').setInputFiles(phoneClip(20))
      const job = tab.getByRole('article')
      await job.getByRole('button', { name: 'Upload' }).click()
      const link = job.getByRole('link', { name: 'Watch' })
      const fileId = (await link.getAttribute('href'))?.split('/').at(-1)
      await tab.close()
      const response = await fetch(`${studio.origin}/embed/${fileId}?autoplay&muted`)
      const html = (await response.text())
        .replace(/http:\/\/127[^"&]*?master\.m3u8/g, '/media/hls/master.m3u8')
        .replace(/http:\/\/127[^"&]*?\.mp4/g, '/media/clip.mp4')
        // The other players have no poster.
        .replace(/ poster="[^"]*"/, '')
      return { html, policy: response.headers.get('content-security-policy') ?? '' }
    }
    return { mp4: await embedPage('mp4'), hls: await embedPage('hls') }
  } finally {
    await browser.close()
    await studio.stop()
  }
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.mp4': 'video/mp4',
  '.m4s': 'video/iso.segment',
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.svg': 'image/svg+xml',
}

function sendFile(path: string, range: string | undefined, response: ServerResponse): void {
  if (!existsSync(path)) return void response.writeHead(404).end()
  const content = readFileSync(path)
  const type = types[extname(path)] ?? 'application/octet-stream'
  if (/javascript|css|html|svg/.test(type)) {
    response.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip' })
    return void response.end(gzipSync(content))
  }
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? []
  const start = Number(from ?? 0)
  const end = to ? Number(to) : content.length - 1
  response.writeHead(from === undefined ? 200 : 206, {
    'content-type': type,
    'accept-ranges': 'bytes',
    'content-length': end - start + 1,
    ...(from !== undefined && { 'content-range': `bytes ${start}-${end}/${content.length}` }),
  })
  response.end(content.subarray(start, end + 1))
}

interface Sample {
  /** Time from the start of navigation to the first frame, ms. */
  frame: number
  /** Transferred bytes of scripts and styles. */
  code: number
  shift: number
  /** Main-thread time until the first frame, ms. */
  mainThread: number
  /** Main-thread time until one second of the video has played, ms. */
  untilPlayed: number
}

/** Runs in the page: records the time of the first frame of any `<video>`, also in shadow roots, and layout shifts. */
function watchFrames(): void {
  const seen = new WeakSet<Element>()
  const watch = (element: Element) => {
    if (!(element instanceof HTMLVideoElement) || seen.has(element)) return
    seen.add(element)
    element.requestVideoFrameCallback((now) => {
      const target = window as unknown as { firstFrame?: number }
      target.firstFrame ??= now
    })
    element.addEventListener('timeupdate', () => {
      if (element.currentTime >= 1) Object.assign(window, { hasPlayed: true })
    })
  }
  const observe = (root: Document | ShadowRoot) =>
    new MutationObserver(() => root.querySelectorAll('video').forEach(watch)).observe(root, {
      childList: true,
      subtree: true,
    })
  observe(document)
  const attach = Element.prototype.attachShadow
  Element.prototype.attachShadow = function (options) {
    const root = attach.call(this, options)
    observe(root)
    return root
  }
  Object.assign(window, { shift: 0 })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      (window as unknown as { shift: number }).shift += (
        entry as unknown as { value: number }
      ).value
  }).observe({ type: 'layout-shift', buffered: true })
}

const timeoutMs = 15_000

async function load(tab: Page, url: string, isSlow: boolean): Promise<Sample | undefined> {
  const session = await tab.context().newCDPSession(tab)
  await session.send('Network.enable')
  await session.send('Performance.enable')
  if (isSlow)
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 40,
      downloadThroughput: 1_250_000,
      uploadThroughput: 1_250_000,
    })
  let code = 0
  const kinds = new Map<string, string>()
  session.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type))
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (['Script', 'Stylesheet'].includes(kinds.get(requestId) ?? '')) code += encodedDataLength
  })
  await tab.addInitScript(watchFrames)
  await tab.goto(url, { waitUntil: 'commit' })
  try {
    await tab.waitForFunction(() => 'firstFrame' in window, undefined, { timeout: timeoutMs })
  } catch {
    return undefined
  }
  const taskMs = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000
  }
  const mainThread = await taskMs()
  await tab.waitForLoadState('load')
  await tab.waitForFunction(() => 'hasPlayed' in window)
  const untilPlayed = await taskMs()
  // Return only values, because `window` cannot be serialized.
  const { firstFrame, shift, inPage } = await tab.evaluate(() => {
    const { firstFrame, shift } = window as unknown as { firstFrame: number; shift: number }
    const inlineCode = document.head.querySelectorAll('style, script:not([src])')
    const inPage = [...inlineCode].map((element) => element.textContent).join('')
    return { firstFrame, shift, inPage }
  })
  const inline = inPage ? gzipSync(inPage).length : 0
  return { frame: firstFrame, code: code + inline, shift, mainThread, untilPlayed }
}

const executablePath = findBrowser()
const launchOptions = executablePath ? { executablePath } : {}
const pagesFile = join(directory, 'pages.json')
if (!existsSync(pagesFile)) {
  await buildForThisMachine()
  cpSync(join(dist, 'player'), join(directory, 'player'), { recursive: true })
  createMedia()
  installPeers()
  for (const [name, kindsOfPeer] of Object.entries(peers))
    for (const [kind, peer] of Object.entries(kindsOfPeer)) await buildPeer(name, kind, peer)
  writeFileSync(pagesFile, JSON.stringify(await workerPages()))
}
const ours = JSON.parse(readFileSync(pagesFile, 'utf8')) as Pages

interface Subject {
  name: string
  kind: 'mp4' | 'hls'
  path: string
}
const subjects: Subject[] = kinds.flatMap((kind) => [
  { name: 'bare <video>', kind, path: `/bare-${kind}/` },
  { name: 'bare <video controls>', kind, path: `/bare-${kind}/controls` },
  { name: 'Reelferry', kind, path: `/ours-${kind}/1` },
  ...Object.entries(peers)
    .filter(([, peer]) => peer[kind])
    .map(([name]) => ({ name, kind, path: `/${folderOf(name, kind)}/` })),
])

const server = createServer(({ url = '', headers }, response) => {
  const { pathname } = new URL(url, 'http://bench.invalid')
  const base = `/${pathname.split('/')[1]}/`
  const [, kind] = /^\/(?:bare|ours)-(mp4|hls)\//.exec(pathname) ?? []
  if (base.startsWith('/bare-')) {
    const src = kind === 'mp4' ? '/media/clip.mp4' : '/media/hls/master.m3u8'
    return void response
      .writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' })
      .end(
        gzipSync(
          page(
            pathname.endsWith('/controls')
              ? video.replace('SRC', src).replace(' autoplay', ' controls autoplay')
              : video.replace('SRC', src),
          ),
        ),
      )
  }
  if (base.startsWith('/ours-')) {
    const { html, policy } = ours[kind as 'mp4' | 'hls']
    return void response
      .writeHead(200, {
        'content-type': 'text/html',
        'content-encoding': 'gzip',
        'content-security-policy': policy,
      })
      .end(gzipSync(html))
  }
  if (base === '/media/') return sendFile(join(directory, pathname), headers.range, response)
  if (base === '/player/') return sendFile(join(directory, pathname), undefined, response)
  const rest = pathname.slice(base.length) || 'index.html'
  sendFile(join(directory, 'peers', base, 'dist', rest), undefined, response)
}).listen(0, '127.0.0.1')
await once(server, 'listening')
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

const browser = await chromium.launch(launchOptions)
const samples = new Map<string, Sample[]>()
for (let round = 0; round < rounds; round++)
  for (const { name: network, isSlow } of networks)
    for (const { name, kind, path } of subjects) {
      if (only && !only.includes(name)) continue
      const context = await browser.newContext({ locale: 'en-US' })
      const tab = await context.newPage()
      await tab.route(/^https:/, (route) => route.abort())
      const sample = await load(tab, origin + path, isSlow)
      await context.close()
      const key = `${kind}|${network}|${name}`
      if (sample) samples.set(key, [...(samples.get(key) ?? []), sample])
    }
await browser.close()
server.close()
if (!PREPARED) rmSync(directory, { recursive: true, force: true })

const results = [...samples].map(([key, taken]) => {
  const [kind = '', network = '', name = ''] = key.split('|')
  const medianOf = (member: keyof Sample) => median(taken.map((sample) => sample[member]))
  return {
    kind,
    network,
    player: name,
    loads: taken.length,
    'first frame, ms': Math.round(medianOf('frame')),
    'code, kB gz': Math.round(medianOf('code') / 100) / 10,
    'layout shift': Math.round(medianOf('shift') * 1000) / 1000,
    'main thread, ms': Math.round(medianOf('mainThread')),
    'until 1 s played, ms': Math.round(medianOf('untilPlayed')),
  }
})
for (const kind of kinds)
  for (const { name: network } of networks) {
    const rows = results.filter((result) => result.kind === kind && result.network === network)
    const bare = rows.find(({ player }) => player === 'bare <video>')?.['first frame, ms'] ?? NaN
    console.log(`\n${kind.toUpperCase()}, ${network} (${rounds} loads each)`)
    console.table(
      rows
        .map((row) => ({
          ...row,
          'x bare <video>': Math.round((row['first frame, ms'] / bare) * 100) / 100,
        }))
        .toSorted((a, b) => a['first frame, ms'] - b['first frame, ms']),
    )
  }
const report = join(tmpdir(), 'reelferry-bench-player.json')
writeFileSync(report, JSON.stringify({ rounds, results }))
console.log(`\n${report}`)
