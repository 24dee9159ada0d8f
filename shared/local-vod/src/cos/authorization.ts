import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { unixSeconds } from '../clock.ts'
import type { Credential } from './credentials.ts'
import { CosError } from './errors.ts'

/** A client's clock may be this much ahead of COS, seconds. */
const skewTolerance = 900

/** The parts of a COS request that its signature covers. */
export interface SignedRequest {
  method: string
  /** Decoded path with leading slash. */
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
}

/** Members of an `Authorization` header `q-sign-algorithm=sha1&q-ak=…`. */
interface Authorization {
  secretId: string
  signTime: string
  keyTime: string
  headerList: string[]
  paramList: string[]
  signature: string
}

/**
 * Verifies the signature of a COS request (algorithm of product/436/7778: SignKey = HMAC-SHA1(SecretKey, KeyTime), signature =
 * HMAC-SHA1(SignKey, "sha1\nSignTime\nSHA1(HttpString)\n")), its validity period and the credential's token, and returns the
 * credential. Headers and parameters in the signed lists must be present. As at COS, the signature does not cover others.
 *
 * @param find finds a temporary credential by its SecretId
 * @param now milliseconds since 1970
 * @throws CosError InvalidAccessKeyId, AccessDenied, InvalidToken, SignatureDoesNotMatch, InvalidArgument,
 * RequestTimeTooSkewed or ExpiredToken
 */
export function authorize(
  request: SignedRequest,
  find: (secretId: string) => Credential | undefined,
  now: number,
): Credential {
  const authorization = parse(request.headers.authorization)
  const credential = find(authorization.secretId)
  if (!credential)
    throw new CosError('InvalidAccessKeyId', 'The access key Id you provided does not exist.')
  const token = request.headers['x-cos-security-token']
  if (token === undefined) throw new CosError('AccessDenied', 'Access Denied.')
  if (token !== credential.token)
    throw new CosError('InvalidToken', 'The provided token is invalid.')
  const expected = Buffer.from(sign(request, authorization, credential.secretKey))
  const received = Buffer.from(authorization.signature)
  if (received.length !== expected.length || !timingSafeEqual(received, expected))
    throw new CosError(
      'SignatureDoesNotMatch',
      'The Signature you specified is invalid. Please check your key and signing method.',
    )
  requireValidPeriod(authorization, credential, unixSeconds(now))
  return credential
}

function parse(header: string | undefined): Authorization {
  if (!header) throw new CosError('AccessDenied', 'Access Denied.')
  const fields = new Map(
    header.split('&').map((field): [string, string] => {
      const [name = '', ...value] = field.split('=')
      return [name, value.join('=')]
    }),
  )
  const read = (name: string, form: RegExp): string => {
    const value = fields.get(name)
    if (value === undefined || !form.test(value))
      throw new CosError('InvalidArgument', `Authorization is malformed at ${name}.`)
    return value
  }
  const list = (name: string): string[] =>
    read(name, /^[^&]*$/)
      .split(';')
      .filter(Boolean)
  read('q-sign-algorithm', /^sha1$/)
  return {
    secretId: read('q-ak', /^.+$/),
    signTime: read('q-sign-time', /^\d{10};\d{10}$/),
    keyTime: read('q-key-time', /^\d{10};\d{10}$/),
    headerList: list('q-header-list'),
    paramList: list('q-url-param-list'),
    signature: read('q-signature', /^[0-9a-f]{40}$/),
  }
}

function sign(
  { method, path, query, headers }: SignedRequest,
  { signTime, keyTime, headerList, paramList }: Authorization,
  secretKey: string,
): string {
  const parameters = new Map([...query].map(([name, value]) => [encode(name).toLowerCase(), value]))
  const fields = new Map(
    Object.entries(headers).map(([name, value]) => [encode(name).toLowerCase(), String(value)]),
  )
  const httpString = [
    method.toLowerCase(),
    path,
    canonical(paramList, parameters),
    canonical(headerList, fields),
    '',
  ].join('\n')
  const digest = createHash('sha1').update(httpString).digest('hex')
  const signKey = createHmac('sha1', secretKey).update(keyTime).digest('hex')
  return createHmac('sha1', signKey).update(`sha1\n${signTime}\n${digest}\n`).digest('hex')
}

function canonical(list: string[], values: Map<string, string>): string {
  return list
    .map((name) => {
      const value = values.get(name)
      if (value === undefined)
        throw new CosError('SignatureDoesNotMatch', 'A signed header or parameter is missing.')
      return `${name}=${encode(value)}`
    })
    .join('&')
}

const encode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )

function requireValidPeriod(
  { signTime, keyTime }: Authorization,
  { expiredTime }: Credential,
  now: number,
): void {
  for (const period of [signTime, keyTime]) {
    const [start = 0, end = 0] = period.split(';').map(Number)
    // The SDK corrects its clock only if the message has exactly this text.
    if (now >= end) throw new CosError('AccessDenied', 'Request has expired')
    if (start > now + skewTolerance)
      throw new CosError('RequestTimeTooSkewed', 'The request time is too far from COS time.')
  }
  if (now >= expiredTime) throw new CosError('ExpiredToken', 'The provided token has expired.')
}
