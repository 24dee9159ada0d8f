import { createHash, createHmac, randomInt } from 'node:crypto'

/** Signatures and requests implemented from the documents. They share no code with the region. */

export const account = { appId: 1500000001, secretId: 'IamSecretId', secretKey: 'IamSecretKey' }

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex')
const hmacSha1 = (key: string, text: string): string =>
  createHmac('sha1', key).update(text).digest('hex')

type Values = Record<string, string | number>

/** Signs and encodes the text of an upload signature. */
export function packSignature(text: string, secretKey = account.secretKey): string {
  const digest = createHmac('sha1', secretKey).update(text).digest()
  return Buffer.concat([digest, Buffer.from(text)]).toString('base64')
}

/** A one-time upload signature with a TTL of ten minutes. `values` replaces or adds parameters. */
export function uploadSignature(values: Values = {}, secretKey = account.secretKey): string {
  const now = Math.floor(Date.now() / 1000)
  const parameters: Values = {
    secretId: account.secretId,
    currentTimeStamp: now,
    expireTime: now + 600,
    random: randomInt(2 ** 32),
    oneTimeValid: 1,
    ...values,
  }
  const text = Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')
  return packSignature(text, secretKey)
}

export interface Envelope {
  code: number
  message: string
  data: Applied & { fileId: string; video: { url: string }; cover?: { url: string } }
}

/** The members of the apply response that a client needs. */
export interface Applied {
  video: { storagePath: string }
  cover?: { storagePath: string }
  vodSessionKey: string
  timestamp: number
  tempCertificate: { secretId: string; secretKey: string; token: string; expiredTime: number }
}

export async function callUploadApi(
  origin: string,
  action: string,
  body: Record<string, unknown>,
): Promise<Envelope> {
  const response = await fetch(`${origin}/v3/index.php?Action=${action}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ signature: uploadSignature(), ...body }),
  })
  return (await response.json()) as Envelope
}

export const applyBody = (size: number, name = 'clip'): Record<string, unknown> => ({
  videoName: name,
  videoType: 'mp4',
  videoSize: size,
})

/** Wrong values for a COS request. */
export interface CosOverrides {
  secretKey?: string
  secretId?: string
  token?: string | undefined
  signTime?: string
  headers?: Record<string, string>
  /** Path in the signature, instead of the requested path. */
  signedPath?: string
}

export async function callCos(
  origin: string,
  { tempCertificate, timestamp }: Applied,
  request: {
    method: string
    path: string
    query?: Values
    body?: Buffer | string | ReadableStream
  },
  overrides: CosOverrides = {},
): Promise<Response> {
  const { method, path, query = {}, body } = request
  const token = 'token' in overrides ? overrides.token : tempCertificate.token
  const headers: Record<string, string> = {
    ...overrides.headers,
    ...(token !== undefined && { 'x-cos-security-token': token }),
  }
  const signed: Record<string, string> = { ...headers, host: new URL(origin).host }
  const signTime = overrides.signTime ?? `${timestamp};${tempCertificate.expiredTime}`
  const list = (values: Values): string[] =>
    Object.keys(values)
      .map((name) => name.toLowerCase())
      .sort()
  const pairs = (values: Values): string =>
    Object.entries(values)
      .map(([name, value]) => `${name.toLowerCase()}=${encodeURIComponent(value)}`)
      .sort()
      .join('&')
  const signedPath = overrides.signedPath ?? path
  const httpString = `${method.toLowerCase()}\n${signedPath}\n${pairs(query)}\n${pairs(signed)}\n`
  const signKey = hmacSha1(overrides.secretKey ?? tempCertificate.secretKey, signTime)
  const signature = hmacSha1(signKey, `sha1\n${signTime}\n${sha1(httpString)}\n`)
  const authorization = [
    'q-sign-algorithm=sha1',
    `q-ak=${overrides.secretId ?? tempCertificate.secretId}`,
    `q-sign-time=${signTime}`,
    `q-key-time=${signTime}`,
    `q-header-list=${list(signed).join(';')}`,
    `q-url-param-list=${list(query).join(';')}`,
    `q-signature=${signature}`,
  ].join('&')
  const search = Object.entries(query).map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  )
  return await fetch(`${origin}${path}?${search.join('&')}`, {
    method,
    headers: { ...headers, authorization },
    ...(body !== undefined && { body: Buffer.isBuffer(body) ? new Uint8Array(body) : body }),
    duplex: 'half', // undici requires it for a streamed body; the DOM's types do not have it
  } as RequestInit)
}

/** Text of the first XML element with this name, or ''. */
export const textOf = (xml: string, name: string): string =>
  new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(xml)?.[1]?.replaceAll('&quot;', '"') ?? ''

export async function initiate(origin: string, applied: Applied, path: string): Promise<string> {
  const query = { uploads: '' }
  const response = await callCos(origin, applied, { method: 'POST', path, query })
  return textOf(await response.text(), 'UploadId')
}

export const completeDocument = (
  etags: string[],
  numbers = etags.map((_, index) => index + 1),
): string =>
  `<CompleteMultipartUpload>${etags
    .map(
      (etag, index) =>
        `<Part><PartNumber>${numbers[index]}</PartNumber><ETag>${etag}</ETag></Part>`,
    )
    .join('')}</CompleteMultipartUpload>`

/** Uploads an object in parts and returns the Complete response. */
export async function sendObject(
  origin: string,
  applied: Applied,
  path: string,
  parts: Buffer[],
): Promise<Response> {
  const uploadId = await initiate(origin, applied, path)
  const etags: string[] = []
  for (const [index, body] of parts.entries()) {
    const query = { partNumber: index + 1, uploadId }
    const response = await callCos(origin, applied, { method: 'PUT', path, query, body })
    etags.push(response.headers.get('etag') ?? '')
  }
  const body = completeDocument(etags)
  return await callCos(origin, applied, { method: 'POST', path, query: { uploadId }, body })
}

/** Publishes content as a video. */
export async function publish(
  origin: string,
  content: Buffer,
  signed: Values = {},
  body: Record<string, unknown> = {},
): Promise<Envelope['data']> {
  const applied = await callUploadApi(origin, 'ApplyUploadUGC', {
    ...applyBody(content.length),
    signature: uploadSignature(signed),
    ...body,
  })
  await sendObject(origin, applied.data, applied.data.video.storagePath, [content])
  const { vodSessionKey } = applied.data
  return (await callUploadApi(origin, 'CommitUploadUGC', { vodSessionKey })).data
}

/** Wrong values for a server API request. */
export interface Tc3Overrides {
  secretId?: string
  secretKey?: string
  timestamp?: number
  version?: string
}

/** Calls the server API and returns the `Response` member. */
export async function callServerApi(
  origin: string,
  action: string,
  parameters: Record<string, unknown> = {},
  overrides: Tc3Overrides = {},
): Promise<Record<string, unknown> & { Error?: { Code: string } }> {
  const timestamp = overrides.timestamp ?? Math.floor(Date.now() / 1000)
  const date = new Date(timestamp * 1000).toISOString().slice(0, 10)
  const body = JSON.stringify(parameters)
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
  const hmac = (key: string | Buffer, text: string): Buffer =>
    createHmac('sha256', key).update(text).digest()
  const head = `content-type:application/json\nhost:${new URL(origin).host}\n`
  const canonical = `POST\n/\n\n${head}\ncontent-type;host\n${sha256(body)}`
  const scope = `${date}/vod/tc3_request`
  const key = hmac(
    hmac(hmac(`TC3${overrides.secretKey ?? account.secretKey}`, date), 'vod'),
    'tc3_request',
  )
  const toSign = `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${sha256(canonical)}`
  const signature = hmac(key, toSign).toString('hex')
  const credential = `${overrides.secretId ?? account.secretId}/${scope}`
  const response = await fetch(`${origin}/`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'X-TC-Action': action,
      'X-TC-Version': overrides.version ?? '2018-07-17',
      'X-TC-Timestamp': String(timestamp),
      Authorization: `TC3-HMAC-SHA256 Credential=${credential}, SignedHeaders=content-type;host, Signature=${signature}`,
    },
    body,
  })
  const answer = (await response.json()) as { Response: Record<string, unknown> }
  return answer.Response
}
