import { createHash, randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Clock } from '../clock.ts'
import type { Stats } from '../control/stats.ts'
import { readThroughFaults, consumeFault, type Faults } from '../faults.ts'
import { readBody } from '../http/body.ts'
import type { Reply } from '../http/reply.ts'
import type { ObjectStore } from '../storage/objects.ts'
import { authorize } from './authorization.ts'
import type { Credential, Credentials } from './credentials.ts'
import { CosError, errorReply } from './errors.ts'
import * as responses from './responses.ts'
import type { MultipartUploads } from './multipart-uploads.ts'
import { parseCompleteRequest } from './xml.ts'

/** Body limit of a Complete request, bytes: enough for 10,000 parts. */
const maxCompleteBytes = 2 * 1024 * 1024
const imageKey = /\.(?:jpe?g|png|gif|webp)$/
const maxPartNumber = 10_000
/** 5 GB: limit of a part and of a simple PUT (product/436/7750). */
const maxBodyBytes = 5 * 1024 ** 3

export interface CosDeps {
  /** `<name>-<appid>` */
  bucket: string
  credentials: Credentials
  multipartUploads: MultipartUploads
  objects: ObjectStore
  faults: Faults
  stats: Stats
  now: Clock
}

/** A request whose credential allows access to `key`. */
interface Authorized {
  request: IncomingMessage
  query: URLSearchParams
  key: string
}

/** COS: multipart uploads and PUT of whole objects. A temporary credential allows only the keys of its upload session. */
export async function cosApi(request: IncomingMessage, url: URL, deps: CosDeps): Promise<Reply> {
  const requestId = randomBytes(16).toString('base64')
  try {
    const reply = await perform(request, url, deps)
    return { ...reply, headers: { ...reply.headers, 'x-cos-request-id': requestId } }
  } catch (error) {
    if (!(error instanceof CosError)) throw error
    const reply = errorReply(error, { resource: url.pathname, requestId, now: deps.now() })
    return { ...reply, headers: { ...reply.headers, 'x-cos-request-id': requestId } }
  }
}

async function perform(request: IncomingMessage, url: URL, deps: CosDeps): Promise<Reply> {
  requireBucket(request.headers.host ?? '', deps.bucket)
  const { method = '', headers } = request
  const path = decodePath(url.pathname)
  const query = url.searchParams
  const credential = authorize(
    { method, path, query, headers },
    (secretId) => deps.credentials.find(secretId),
    deps.now(),
  )
  const isBucketRequest = path === '/'
  const key = isBucketRequest ? (query.get('prefix') ?? '') : path.slice(1)
  requireScope(credential, key)
  if (deps.faults.refuseCovers && imageKey.test(key))
    throw new CosError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size.')
  const authorized = { request, query, key }
  if (isBucketRequest) {
    if (method === 'GET' && query.has('uploads')) return listUploads(authorized, deps)
  } else if (method === 'POST' && query.has('uploads')) {
    return responses.initiated(deps.bucket, deps.multipartUploads.initiate(key))
  } else if (method === 'PUT' && !query.has('uploadId')) {
    return await putObject(authorized, deps)
  } else if (query.has('uploadId')) {
    return await actOnUpload(method, query.get('uploadId') ?? '', authorized, deps)
  }
  throw new CosError('MethodNotAllowed', 'The specified method is not allowed here.')
}

async function actOnUpload(
  method: string,
  uploadId: string,
  { request, query, key }: Authorized,
  deps: CosDeps,
): Promise<Reply> {
  const { multipartUploads, bucket } = deps
  const upload = multipartUploads.find(uploadId, key)
  switch (method) {
    case 'GET':
      return responses.partList(bucket, upload, multipartUploads.parts(upload), {
        after: integer(query, 'part-number-marker', 0, maxPartNumber, 0),
        limit: integer(query, 'max-parts', 1, 1000, 1000),
      })
    case 'PUT': {
      const partNumber = integer(query, 'partNumber', 1, maxPartNumber)
      requireLength(request)
      const isCover = imageKey.test(key)
      const received = readThroughFaults(request, deps.faults)
      const content = isCover ? received : countBytes(received, deps.stats)
      const part = await multipartUploads.receive(upload, partNumber, content, contentMd5(request))
      if (!isCover) deps.stats.parts++
      if (consumeFault(deps.faults, 'hiddenEtags')) return { status: 200 }
      return { status: 200, headers: { ETag: `"${part.md5}"` } }
    }
    case 'POST': {
      const body = await readBody(request, maxCompleteBytes)
      const md5 = contentMd5(request)
      if (md5 !== undefined && md5 !== createHash('md5').update(body).digest('hex'))
        throw new CosError('BadDigest', 'The Content-MD5 you specified did not match the body.')
      const listedParts = parseCompleteRequest(body.toString('utf8'))
      if (!listedParts)
        throw new CosError('MalformedXML', 'The XML you provided was not well-formed.')
      const object = await multipartUploads.complete(upload, listedParts)
      if (consumeFault(deps.faults, 'lostAnswers')) request.socket.destroy()
      return responses.completed(bucket, request.headers.host ?? '', object)
    }
    case 'DELETE':
      await multipartUploads.abort(upload)
      return { status: 204 }
    default:
      throw new CosError('MethodNotAllowed', 'The specified method is not allowed here.')
  }
}

/** One page is always enough here, because a session starts few multipart uploads. */
const listUploads = ({ key }: Authorized, { bucket, multipartUploads }: CosDeps): Reply =>
  responses.uploadList(bucket, key, multipartUploads.list(key))

async function putObject({ request, key }: Authorized, deps: CosDeps): Promise<Reply> {
  requireLength(request)
  const content = readThroughFaults(request, deps.faults)
  const object = await deps.objects.write(key, content, (md5) => `"${md5}"`)
  const md5 = contentMd5(request)
  if (md5 !== undefined && md5 !== object.md5) {
    await deps.objects.delete(key)
    throw new CosError('BadDigest', 'The Content-MD5 you specified did not match what we received.')
  }
  return { status: 200, headers: { ETag: object.etag } }
}

async function* countBytes(content: AsyncIterable<Buffer>, stats: Stats): AsyncGenerator<Buffer> {
  for await (const chunk of content) {
    stats.partBytesReceived += chunk.length
    yield chunk
  }
}

// A COS host name contains its bucket. On a loopback address there is only one bucket.
function requireBucket(host: string, bucket: string): void {
  const hostBucket = /^(.+)\.cos\.[^.]+\.(?:myqcloud\.com|tencentcos\.cn)(?::\d+)?$/.exec(host)?.[1]
  if (hostBucket !== undefined && hostBucket !== bucket)
    throw new CosError('NoSuchBucket', 'The specified bucket does not exist.')
}

function requireScope({ keys }: Credential, key: string): void {
  if (!keys.includes(key)) throw new CosError('AccessDenied', 'Access Denied.')
}

function requireLength(request: IncomingMessage): void {
  const length = request.headers['content-length']
  if (length === undefined)
    throw new CosError('MissingContentLength', 'You must provide the Content-Length header.')
  if (Number(length) > maxBodyBytes)
    throw new CosError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size.')
}

/** The `Content-MD5` header in hex; `undefined` if the client sent none. */
function contentMd5(request: IncomingMessage): string | undefined {
  const header = request.headers['content-md5']
  if (header === undefined) return undefined
  const bytes = Buffer.from(String(header), 'base64')
  if (bytes.length !== 16) throw new CosError('InvalidDigest', 'The Content-MD5 is not valid.')
  return bytes.toString('hex')
}

/**
 * Parses an integer parameter from `min` to `max`. An absent parameter has the value `fallback`, or is an error.
 *
 * @throws CosError InvalidArgument
 */
function integer(
  query: URLSearchParams,
  name: string,
  min: number,
  max: number,
  fallback?: number,
): number {
  const value = query.get(name)
  if (value === null && fallback !== undefined) return fallback
  if (value === null || !/^\d+$/.test(value) || Number(value) < min || Number(value) > max)
    throw new CosError('InvalidArgument', `${name} must be an integer from ${min} to ${max}.`)
  return Number(value)
}

function decodePath(pathname: string): string {
  try {
    return decodeURIComponent(pathname)
  } catch {
    throw new CosError('InvalidArgument', 'The path is not valid percent-encoding.')
  }
}
