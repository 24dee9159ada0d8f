import { createHash, randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Clock } from '../clock.ts'
import type { Stats } from '../control/stats.ts'
import { arriving, strikes, type Faults } from '../faults.ts'
import { readBody } from '../http/body.ts'
import type { Reply } from '../http/reply.ts'
import type { ObjectStore } from '../storage/objects.ts'
import { authorize } from './authorization.ts'
import type { Credential, Credentials } from './credentials.ts'
import { CosError, errorReply } from './errors.ts'
import * as answers from './answers.ts'
import type { Multiparts } from './multiparts.ts'
import { parseCompleteRequest } from './xml.ts'

/** 10,000 parts of a Complete request fit. */
const completeLimit = 2 * 1024 * 1024
const picture = /\.(?:jpe?g|png|gif|webp)$/
const highestPartNumber = 10_000
/** 5 GB, for a part and for a simple object (product/436/7750). */
const largestBody = 5 * 1024 ** 3

export interface CosParts {
  /** `<name>-<appid>` */
  bucket: string
  credentials: Credentials
  multiparts: Multiparts
  objects: ObjectStore
  faults: Faults
  stats: Stats
  now: Clock
}

/** A request whose sender may act on `key`. */
interface Authorized {
  request: IncomingMessage
  query: URLSearchParams
  key: string
}

/** COS: multipart uploads, and PUT of whole objects, on the keys that a session's temporary credential names. */
export async function cosApi(request: IncomingMessage, url: URL, parts: CosParts): Promise<Reply> {
  const requestId = randomBytes(16).toString('base64')
  try {
    const reply = await perform(request, url, parts)
    return { ...reply, headers: { ...reply.headers, 'x-cos-request-id': requestId } }
  } catch (error) {
    if (!(error instanceof CosError)) throw error
    const reply = errorReply(error, { resource: url.pathname, requestId, now: parts.now() })
    return { ...reply, headers: { ...reply.headers, 'x-cos-request-id': requestId } }
  }
}

async function perform(request: IncomingMessage, url: URL, parts: CosParts): Promise<Reply> {
  requireBucket(request.headers.host ?? '', parts.bucket)
  const { method = '', headers } = request
  const path = decodePath(url.pathname)
  const query = url.searchParams
  const credential = authorize(
    { method, path, query, headers },
    (secretId) => parts.credentials.find(secretId),
    parts.now(),
  )
  const isBucketRequest = path === '/'
  const key = isBucketRequest ? (query.get('prefix') ?? '') : path.slice(1)
  requireScope(credential, key)
  if (parts.faults.refuseCovers && picture.test(key))
    throw new CosError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size.')
  const authorized = { request, query, key }
  if (isBucketRequest) {
    if (method === 'GET' && query.has('uploads')) return listUploads(authorized, parts)
  } else if (method === 'POST' && query.has('uploads')) {
    return answers.initiated(parts.bucket, parts.multiparts.initiate(key))
  } else if (method === 'PUT' && !query.has('uploadId')) {
    return await putObject(authorized, parts)
  } else if (query.has('uploadId')) {
    return await actOnUpload(method, query.get('uploadId') ?? '', authorized, parts)
  }
  throw new CosError('MethodNotAllowed', 'The specified method is not allowed here.')
}

async function actOnUpload(
  method: string,
  uploadId: string,
  { request, query, key }: Authorized,
  parts: CosParts,
): Promise<Reply> {
  const { multiparts, bucket } = parts
  const upload = multiparts.find(uploadId, key)
  switch (method) {
    case 'GET':
      return answers.partList(bucket, upload, multiparts.parts(upload), {
        after: count(query, 'part-number-marker', 0, highestPartNumber, 0),
        most: count(query, 'max-parts', 1, 1000, 1000),
      })
    case 'PUT': {
      const partNumber = count(query, 'partNumber', 1, highestPartNumber)
      requireLength(request)
      const content = counted(arriving(request, parts.faults), parts.stats)
      const part = await multiparts.receive(upload, partNumber, content, contentMd5(request))
      parts.stats.parts++
      if (strikes(parts.faults, 'hiddenEtags')) return { status: 200 }
      return { status: 200, headers: { ETag: `"${part.md5}"` } }
    }
    case 'POST': {
      const body = await readBody(request, completeLimit)
      const md5 = contentMd5(request)
      if (md5 !== undefined && md5 !== createHash('md5').update(body).digest('hex'))
        throw new CosError('BadDigest', 'The Content-MD5 you specified did not match the body.')
      const listed = parseCompleteRequest(body.toString('utf8'))
      if (!listed) throw new CosError('MalformedXML', 'The XML you provided was not well-formed.')
      const object = await multiparts.complete(upload, listed)
      if (strikes(parts.faults, 'lostAnswers')) request.socket.destroy()
      return answers.completed(bucket, request.headers.host ?? '', object)
    }
    case 'DELETE':
      await multiparts.abort(upload)
      return { status: 204 }
    default:
      throw new CosError('MethodNotAllowed', 'The specified method is not allowed here.')
  }
}

/** All uploads of a key fit one page here: a session starts few. */
const listUploads = ({ key }: Authorized, { bucket, multiparts }: CosParts): Reply =>
  answers.uploadList(bucket, key, multiparts.list(key))

async function putObject({ request, key }: Authorized, parts: CosParts): Promise<Reply> {
  requireLength(request)
  const content = arriving(request, parts.faults)
  const object = await parts.objects.write(key, content, (md5) => `"${md5}"`)
  const md5 = contentMd5(request)
  if (md5 !== undefined && md5 !== object.md5) {
    await parts.objects.delete(key)
    throw new CosError('BadDigest', 'The Content-MD5 you specified did not match what we received.')
  }
  return { status: 200, headers: { ETag: object.etag } }
}

async function* counted(content: AsyncIterable<Buffer>, stats: Stats): AsyncGenerator<Buffer> {
  for await (const chunk of content) {
    stats.partBytesReceived += chunk.length
    yield chunk
  }
}

// A COS host name carries its bucket; on a loopback address there is only one bucket.
function requireBucket(host: string, bucket: string): void {
  const named = /^(.+)\.cos\.[^.]+\.(?:myqcloud\.com|tencentcos\.cn)(?::\d+)?$/.exec(host)?.[1]
  if (named !== undefined && named !== bucket)
    throw new CosError('NoSuchBucket', 'The specified bucket does not exist.')
}

function requireScope({ keys }: Credential, key: string): void {
  if (!keys.includes(key)) throw new CosError('AccessDenied', 'Access Denied.')
}

function requireLength(request: IncomingMessage): void {
  const length = request.headers['content-length']
  if (length === undefined)
    throw new CosError('MissingContentLength', 'You must provide the Content-Length header.')
  if (Number(length) > largestBody)
    throw new CosError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size.')
}

/** The digest a client announced, in hex. */
function contentMd5(request: IncomingMessage): string | undefined {
  const header = request.headers['content-md5']
  if (header === undefined) return undefined
  const bytes = Buffer.from(String(header), 'base64')
  if (bytes.length !== 16) throw new CosError('InvalidDigest', 'The Content-MD5 is not valid.')
  return bytes.toString('hex')
}

function count(
  query: URLSearchParams,
  name: string,
  least: number,
  most: number,
  absent?: number,
): number {
  const value = query.get(name)
  if (value === null && absent !== undefined) return absent
  if (value === null || !/^\d+$/.test(value) || Number(value) < least || Number(value) > most)
    throw new CosError('InvalidArgument', `${name} must be an integer from ${least} to ${most}.`)
  return Number(value)
}

function decodePath(pathname: string): string {
  try {
    return decodeURIComponent(pathname)
  } catch {
    throw new CosError('InvalidArgument', 'The path is not valid percent-encoding.')
  }
}
