/**
 * A minimal upload server in a separate process. It receives bytes and discards them. Supports PUT, tus 1.0, and multipart
 * uploads of S3 and COS, with VOD's apply and commit. The ETag of a part is the MD5 of its bytes only on request, because only
 * the speed of the clients is compared. Prints its port. `POST /_reset` sets `{ hash, latencyMs }` and resets the count;
 * `GET /_received` returns the number of received bytes.
 */
import { createHash, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json, text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'

const settings = { hash: false, latencyMs: 0 }
let received = 0
/** Keys of VOD upload sessions whose object is complete. */
const complete = new Set<string>()
/** Parts by multipart id, of uploads that are not completed. */
const uploads = new Map<string, Map<number, { etag: string; size: number }>>()
/** Length and received bytes by id of a tus upload. */
const tus = new Map<string, { length: number; offset: number; sender?: IncomingMessage }>()

const cors = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': '*',
  'Access-Control-Allow-Headers': '*, authorization',
  'Access-Control-Expose-Headers': '*',
  'Access-Control-Max-Age': '7200',
}

async function receive(request: IncomingMessage, onBytes?: (bytes: number) => void) {
  const hash = settings.hash ? createHash('md5') : undefined
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    received += chunk.length
    onBytes?.(chunk.length)
    hash?.update(chunk)
  }
  return { size, etag: `"${hash?.digest('hex') ?? randomUUID()}"` }
}

const xml = (response: ServerResponse, body: string) =>
  response.writeHead(200, { ...cors, 'Content-Type': 'application/xml' }).end(body)

async function handle(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
  const url = new URL(request.url ?? '', 'http://server.invalid')
  const query = url.searchParams
  const reply = (status: number, headers = {}, body?: unknown) =>
    response.writeHead(status, { ...cors, ...headers }).end(body && JSON.stringify(body))
  if (url.pathname === '/_received') return reply(200, {}, { received })
  if (url.pathname === '/_reset') {
    Object.assign(settings, await json(request))
    received = 0
    return reply(200)
  }
  if (settings.latencyMs) await delay(settings.latencyMs)
  if (request.method === 'OPTIONS') return reply(204)
  if (url.pathname === '/put') {
    await receive(request)
    return reply(200)
  }
  if (url.pathname.startsWith('/tus')) return handleTus(request, url, reply)
  if (url.pathname === '/v3/index.php') {
    const { vodSessionKey = randomUUID() } = (await json(request)) as { vodSessionKey?: string }
    return vod(String(query.get('Action')), vodSessionKey, reply)
  }

  // S3 and COS have the same multipart protocol.
  const key = url.pathname.slice(1)
  const uploadId = query.get('uploadId') ?? ''
  if (request.method === 'PUT') {
    const part = await receive(request)
    uploads.get(uploadId)?.set(Number(query.get('partNumber')), part)
    return reply(200, { ETag: part.etag })
  }
  if (request.method === 'POST' && query.has('uploads')) {
    const id = `${key}:${randomUUID()}`
    uploads.set(id, new Map())
    return xml(
      response,
      `<InitiateMultipartUploadResult><Bucket>b</Bucket><Key>${key}</Key><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
    )
  }
  if (request.method === 'POST') {
    await text(request)
    uploads.delete(uploadId)
    complete.add(key)
    return xml(
      response,
      `<CompleteMultipartUploadResult><Location>l</Location><Bucket>b</Bucket><Key>${key}</Key><ETag>"e"</ETag></CompleteMultipartUploadResult>`,
    )
  }
  if (query.has('uploads')) {
    const prefix = query.get('prefix') ?? ''
    const found = [...uploads.keys()].filter((id) => id.startsWith(`${prefix}:`))
    return xml(
      response,
      `<ListMultipartUploadsResult><Bucket>b</Bucket><IsTruncated>false</IsTruncated>${found
        .map(
          (id) =>
            `<Upload><Key>${prefix}</Key><UploadId>${id}</UploadId><StorageClass>STANDARD</StorageClass><Initiated>2026-01-01T00:00:00Z</Initiated></Upload>`,
        )
        .join('')}</ListMultipartUploadsResult>`,
    )
  }
  return xml(
    response,
    `<ListPartsResult><Key>${key}</Key><UploadId>${uploadId}</UploadId><IsTruncated>false</IsTruncated>${[
      ...(uploads.get(uploadId) ?? []),
    ]
      .sort(([a], [b]) => a - b)
      .map(
        ([number, { etag, size }]) =>
          `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag><Size>${size}</Size></Part>`,
      )
      .join('')}</ListPartsResult>`,
  )
}

type Reply = (status: number, headers?: object, body?: unknown) => unknown

/** VOD's responses for `vod-js-sdk-v6`. The session key is also the object key. */
function vod(action: string, vodSessionKey: string, reply: Reply): unknown {
  if (action === 'CommitUploadUGC')
    return complete.has(vodSessionKey)
      ? reply(200, {}, { code: 0, message: '', data: { fileId: '5285890784273533167' } })
      : reply(200, {}, { code: 10005, message: 'not complete' })
  const timestamp = Math.floor(Date.now() / 1000)
  const data = {
    video: { storageSignature: '', storagePath: `/${vodSessionKey}` },
    storageAppId: 1,
    storageBucket: 'b',
    storageRegionV5: 'ap-chongqing',
    StorageRegionV5: 'ap-chongqing',
    vodSessionKey,
    tempCertificate: { secretId: 'i', secretKey: 'k', token: 't', expiredTime: timestamp + 7200 },
    appId: 1,
    timestamp,
  }
  return reply(200, {}, { code: 0, message: '', data })
}

/** tus 1.0: creation, HEAD, PATCH. */
async function handleTus(request: IncomingMessage, url: URL, reply: Reply): Promise<unknown> {
  const headers = { 'Tus-Resumable': '1.0.0', 'Cache-Control': 'no-store' }
  if (request.method === 'POST') {
    const id = randomUUID()
    tus.set(id, { length: Number(request.headers['upload-length']), offset: 0 })
    return reply(201, { ...headers, Location: `/tus/${id}` })
  }
  const upload = tus.get(url.pathname.slice('/tus/'.length))
  if (!upload) return reply(404, headers)
  // Ignore bytes in flight from a killed page.
  upload.sender?.destroy()
  if (request.method === 'PATCH') {
    upload.sender = request
    await receive(request, (bytes) => {
      upload.offset += bytes
    })
  }
  return reply(request.method === 'PATCH' ? 204 : 200, {
    ...headers,
    'Upload-Offset': upload.offset,
    'Upload-Length': upload.length,
  })
}

const server = createServer((request, response) => {
  // A killed page is not an error.
  handle(request, response).catch(() => response.destroy())
})
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port))
