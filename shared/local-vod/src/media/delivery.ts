import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import type { Clock } from '../clock.ts'
import type { Reply } from '../http/reply.ts'
import type { ObjectStore, StoredObject } from '../storage/objects.ts'
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
    isPublished,
    hotlinkKey,
    now,
  }: {
    objects: ObjectStore
    isPublished: (key: string) => boolean
    hotlinkKey: string | undefined
    now: Clock
  },
): Reply {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return { status: 405, headers: { Allow: 'GET, HEAD, OPTIONS' } }
  // A key is looked up, never joined to a path. Generated keys contain only characters that need no decoding.
  const key = url.pathname.slice(1)
  const object = isPublished(key) ? objects.get(key) : undefined
  if (!object) return { status: 404 }
  if (hotlinkKey !== undefined && !isAllowed(url, hotlinkKey, now())) return { status: 403 }
  const headers = {
    'Content-Type': contentTypes[key.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
    'Accept-Ranges': 'bytes',
    ETag: object.etag,
    'Last-Modified': new Date(object.lastModified).toUTCString(),
  }
  if (hotlinkKey !== undefined && key.endsWith('.m3u8')) {
    const playlist = readFileSync(objects.path(object), 'utf8')
    return {
      status: 200,
      headers: { 'Content-Type': headers['Content-Type'] },
      body: withQuery(playlist, url.search),
    }
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
    ...(request.method === 'GET' && { body: objects.read(object, start, end) }),
  }
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
