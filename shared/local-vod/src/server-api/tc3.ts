import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Account } from '../account.ts'
import { unixSeconds } from '../clock.ts'
import { ServerApiError } from './errors.ts'

/** A client's clock may differ from Tencent's by this much, seconds. */
const clockTolerance = 300

/** The parts of a request that its TC3 signature covers. */
export interface Tc3Request {
  method: string
  /** Query string without `?`. */
  query: string
  /** Names in lower case. */
  headers: Record<string, string>
  body: string | Buffer
}

/**
 * TC3-HMAC-SHA256 signature in hex (product/266/31777, signature v3), for the path `/`.
 *
 * @param signedHeaders names in lower case, as listed in `Authorization`
 * @param timestamp Unix seconds
 */
export function tc3Signature(
  { method, query, headers, body }: Tc3Request,
  signedHeaders: string[],
  { secretKey, service, timestamp }: { secretKey: string; service: string; timestamp: number },
): string {
  const canonicalHeaders = signedHeaders
    .map((name) => `${name}:${headers[name]?.trim().toLowerCase() ?? ''}\n`)
    .join('')
  const canonicalRequest = [
    method,
    '/',
    query,
    canonicalHeaders,
    signedHeaders.join(';'),
    sha256(body),
  ].join('\n')
  const date = utcDate(timestamp)
  const scope = `${date}/${service}/tc3_request`
  const stringToSign = ['TC3-HMAC-SHA256', timestamp, scope, sha256(canonicalRequest)].join('\n')
  const key = hmac(hmac(hmac(`TC3${secretKey}`, date), service), 'tc3_request')
  return hmac(key, stringToSign).toString('hex')
}

/**
 * Verifies that the account's key signed a request to the service `vod`.
 *
 * @param now milliseconds since 1970
 * @throws ServerApiError AuthFailure.*
 */
export function verifyTc3(request: Tc3Request, account: Account, now: number): void {
  const [, secretId, date, service, headerList = '', signature = ''] =
    /^TC3-HMAC-SHA256 Credential=([^/\s]+)\/([\d-]+)\/(\w+)\/tc3_request, ?SignedHeaders=([\w;-]+), ?Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    ) ?? []
  const timestamp = Number(request.headers['x-tc-timestamp'])
  const signedHeaders = headerList.split(';')
  const isWellFormed =
    service === 'vod' &&
    Number.isSafeInteger(timestamp) &&
    signedHeaders.includes('host') &&
    signedHeaders.includes('content-type')
  if (!isWellFormed)
    throw new ServerApiError('AuthFailure.InvalidAuthorization', 'Authorization is malformed.')
  if (secretId !== account.secretId)
    throw new ServerApiError('AuthFailure.SecretIdNotFound', 'The SecretId is not found.')
  if (Math.abs(unixSeconds(now) - timestamp) > clockTolerance)
    throw new ServerApiError('AuthFailure.SignatureExpire', 'The signature has expired.')
  const { secretKey } = account
  const expected = tc3Signature(request, signedHeaders, { secretKey, service, timestamp })
  if (
    date !== utcDate(timestamp) ||
    !timingSafeEqual(Buffer.from(expected), Buffer.from(signature))
  )
    throw new ServerApiError(
      'AuthFailure.SignatureFailure',
      'The provided credentials could not be validated. Please check your signature is correct.',
    )
}

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex')

const hmac = (key: string | Buffer, data: string): Buffer =>
  createHmac('sha256', key).update(data).digest()

const utcDate = (timestamp: number): string => new Date(timestamp * 1000).toISOString().slice(0, 10)
