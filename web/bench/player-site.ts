/**
 * The site of the player benches: the same clip as MP4 and as HLS, our embed page as the real Worker answers it, bare
 * `<video>` elements, and the pages of other players. Everything is prepared first, in a temporary folder or in the folder
 * `PREPARED`, which is reused in the next run. Needs ffmpeg.
 */
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
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { chromium } from '@playwright/test'
import { findBrowser } from '../e2e/browser.ts'
import { startStudio } from '../e2e/studio.ts'
import { buildForThisMachine } from '../local-build.ts'
import { ffmpeg, phoneClip } from './clip.ts'
import { barePage, buildPeers, type Kind } from './player-peers.ts'

const dist = fileURLToPath(new URL('../dist/client/', import.meta.url))

const executablePath = findBrowser()
export const launchOptions = executablePath ? { executablePath } : {}

/** Creates the clip and its HLS renditions: 480p first, two-second segments. */
function createMedia(directory: string): void {
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

/** Our embed page by kind of source, and as `keys` with captions and without autoplay. */
type WorkerPages = Record<Kind | 'keys', { html: string; policy: string }>

const captions = 'WEBVTT\n\n00:00:00.000 --> 00:00:20.000\nA ferry leaves the harbour\n'

/** The real Worker's embed page of a published video, with media URLs of this site. */
async function workerPages(): Promise<WorkerPages> {
  const studio = await startStudio('start')
  const browser = await chromium.launch(launchOptions)
  try {
    const readPage = async (path: string) => {
      const response = await fetch(`${studio.origin}${path}`)
      const html = (await response.text())
        .replace(/http:\/\/127[^"&]*?master\.m3u8/g, '/media/hls/master.m3u8')
        .replace(/http:\/\/127[^"&]*?\.mp4/g, '/media/clip.mp4')
        // The other players have no poster.
        .replace(/ poster="[^"]*"/, '')
      return { html, policy: response.headers.get('content-security-policy') ?? '' }
    }
    const publish = async (kind: Kind) => {
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
      const id = (await link.getAttribute('href'))?.split('/').at(-1)
      await job.and(tab.locator('[data-stage="ready"]')).waitFor()
      return { tab, id }
    }
    const file = await publish('mp4')
    const mp4 = await readPage(`/embed/${file.id}?autoplay&muted`)
    const tracks = [{ language: 'en', label: 'English', isDefault: false, text: captions }]
    const saved = await file.tab.request.put(`${studio.origin}/api/uploads/${file.id}/captions`, {
      data: { tracks },
    })
    if (!saved.ok()) throw new Error(`The captions were not saved: ${saved.status()}`)
    const keys = await readPage(`/embed/${file.id}?muted`)
    const stream = await publish('hls')
    return { mp4, keys, hls: await readPage(`/embed/${stream.id}?autoplay&muted`) }
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

const sendPage = (response: ServerResponse, html: string, policy?: string) =>
  void response
    .writeHead(200, {
      'content-type': 'text/html',
      'content-encoding': 'gzip',
      ...(policy && { 'content-security-policy': policy }),
    })
    .end(gzipSync(html))

/**
 * Prepares the pages and serves them: `/ours-mp4/1`, `/ours-hls/1`, `/ours-keys/1`, `/bare-mp4/`, `/bare-mp4/controls`, the
 * same for HLS, and `/<folder of another player>/`.
 * @returns the origin, and a function that stops the server and deletes a temporary folder
 */
export async function startSite(): Promise<{ origin: string; stop: () => void }> {
  const { PREPARED } = process.env
  const directory = PREPARED ?? mkdtempSync(join(tmpdir(), 'reelferry-bench-player-'))
  const pagesFile = join(directory, 'pages.json')
  if (!existsSync(pagesFile)) {
    await buildForThisMachine()
    rmSync(join(directory, 'player'), { recursive: true, force: true })
    cpSync(join(dist, 'player'), join(directory, 'player'), { recursive: true })
    if (!existsSync(join(directory, 'media'))) createMedia(directory)
    if (!existsSync(join(directory, 'peers'))) await buildPeers(join(directory, 'peers'))
    writeFileSync(pagesFile, JSON.stringify(await workerPages()))
  }
  const ours = JSON.parse(readFileSync(pagesFile, 'utf8')) as WorkerPages

  const answer = ({ url = '', headers }: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(url, 'http://bench.invalid')
    const [, base = '', ...rest] = pathname.split('/')
    const [prefix, kind] = base.split('-')
    if (prefix === 'bare')
      return sendPage(response, barePage(kind as Kind, rest[0] === 'controls' ? 'controls' : ''))
    if (prefix === 'ours') {
      const { html, policy } = ours[kind as keyof WorkerPages]
      return sendPage(response, html, policy)
    }
    if (base === 'captions')
      return void response.writeHead(200, { 'content-type': 'text/vtt' }).end(captions)
    if (base === 'media') return sendFile(join(directory, pathname), headers.range, response)
    if (base === 'player') return sendFile(join(directory, pathname), undefined, response)
    const path = rest.join('/') || 'index.html'
    sendFile(join(directory, 'peers', base, 'dist', path), undefined, response)
  }
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      server.close()
      server.closeAllConnections()
      if (!PREPARED) rmSync(directory, { recursive: true, force: true })
    },
  }
}
