import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { pipeline, type Readable, Transform } from 'node:stream'
import type { Clock } from '../clock.ts'
import type { Faults } from '../faults.ts'
import type { Reply } from '../http/reply.ts'
import type { Statistics } from '../statistics/statistics.ts'
import type { ObjectStore, StoredObject } from '../storage/objects.ts'
import { type Catalogue, type Media, pictureKeysOf } from './catalogue.ts'
import { isRefused } from './distribution.ts'
import { isAllowed, withQuery } from './hotlink.ts'
import { parseRange } from './range.ts'

const contentTypes: Record<string, string> = {
  mp4: 'video/mp4',
  m4v: 'video/x-m4v',
  mov: 'video/quicktime',
  webm: 'video/webm',
  mkv: 'video/x-matroska',
  flv: 'video/x-flv',
  avi: 'video/x-msvideo',
  ts: 'video/mp2t',
  m4s: 'video/iso.segment',
  m3u8: 'application/vnd.apple.mpegurl',
  vtt: 'text/vtt',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
}

/** The CDN (`<appid>.vod2.myqcloud.com`): GET and HEAD of published objects, whole or one byte range (RFC 9110). */
export function deliver(
  request: IncomingMessage,
  url: URL,
  {
    objects,
    catalogue,
    statistics,
    faults,
    hotlinkKey,
    now,
  }: {
    objects: ObjectStore
    catalogue: Catalogue
    statistics: Statistics
    faults: Faults
    hotlinkKey: string | undefined
    now: Clock
  },
): Reply {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return { status: 405, headers: { Allow: 'GET, HEAD, OPTIONS' } }
  // A key is looked up, never joined to a path. Generated keys contain only characters that need no decoding.
  const key = url.pathname.slice(1)
  const media = catalogue.ofKey(key)
  const object = media && objects.get(key)
  if (!object) return { status: 404 }
  if (hotlinkKey !== undefined && !isAllowed(url, hotlinkKey, now())) return { status: 403 }
  const delayMs = faults.distributionDelayMs
  if (isRefused(media.distribution, { now: now(), delayMs })) return { status: 403 }
  const isPicture = pictureKeysOf(media).includes(key)
  const count = (traffic: number, start: number): void =>
    statistics.count(isPicture ? undefined : media.fileId, {
      plays: !isPicture && isPlay(media, key, start) ? 1 : 0,
      traffic,
    })
  const headers = {
    'Content-Type': contentTypes[key.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
    'Accept-Ranges': 'bytes',
    ETag: object.etag,
    'Last-Modified': new Date(object.lastModified).toUTCString(),
  }
  if (hotlinkKey !== undefined && key.endsWith('.m3u8')) {
    const playlist = readFileSync(objects.path(object), 'utf8')
    const body = withQuery(playlist, url.search)
    if (request.method === 'GET') count(Buffer.byteLength(body), 0)
    return { status: 200, headers: { 'Content-Type': headers['Content-Type'] }, body }
  }
  if (isUnchanged(request, object)) return { status: 304, headers }
  const rangeHeader = isRangeValid(request, headers) ? request.headers.range : undefined
  const range = parseRange(rangeHeader, object.size)
  if (range === 'unsatisfiable')
    return { status: 416, headers: { ...headers, 'Content-Range': `bytes */${object.size}` } }
  const { start, end } = range ?? { start: 0, end: object.size - 1 }
  const length = { 'Content-Length': String(end - start + 1) }
  const partial = range && { 'Content-Range': `bytes ${start}-${end}/${object.size}` }
  return {
    status: range ? 206 : 200,
    headers: { ...headers, ...length, ...partial },
    ...(request.method === 'GET' && {
      body: counted(objects.read(object, start, end), (bytes) => count(bytes, start)),
    }),
  }
}

/**
 * Whether a request counts as a play (product/266/53311): a playlist, but no segment; of other files, a request that
 * starts at byte 0. Only the master playlist counts, because each player also requests the playlists of renditions.
 */
function isPlay({ stream }: Media, key: string, start: number): boolean {
  if (stream?.keys.includes(key)) return key === stream.masterKey
  return start === 0
}

/** Passes a stream on and reports its bytes when it ends, or when the client disconnects. */
function counted(stream: Readable, report: (bytes: number) => void): Readable {
  let bytes = 0
  const counter = new Transform({
    transform(chunk: Buffer, _, callback) {
      bytes += chunk.length
      callback(null, chunk)
    },
  })
  counter.once('close', () => report(bytes))
  // `send` reports the error: it reads from the counter.
  return pipeline(stream, counter, () => undefined)
}

const isUnchanged = ({ headers }: IncomingMessage, { etag }: StoredObject): boolean =>
  (headers['if-none-match'] ?? '').split(',').some((tag) => tag.trim() === etag)

/** The `Range` header is ignored if `If-Range` names another version. */
function isRangeValid(
  { headers }: IncomingMessage,
  current: { ETag: string; 'Last-Modified': string },
): boolean {
  const version = headers['if-range']
  return version === undefined || version === current.ETag || version === current['Last-Modified']
}
