import { hmac } from '../lib/crypto.ts'
import { hex, utf8 } from '../lib/encoding.ts'

const sha256 = async (value: string) =>
  hex(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(value))))

/** A call to sign. `timestamp` in unix seconds. */
export interface Tc3Request {
  secretId: string
  secretKey: string
  service: string
  host: string
  method: 'GET' | 'POST'
  query: string
  contentType: string
  body: string
  timestamp: number
}

/**
 * The `Authorization` header of Tencent Cloud API 3.0, TC3-HMAC-SHA256 over `content-type` and
 * `host` (product/213/30654; the test vectors are its GET sample and a call signed by Tencent's own SDK).
 */
export async function tc3Authorization(request: Tc3Request): Promise<string> {
  const date = new Date(request.timestamp * 1000).toISOString().slice(0, 10)
  const scope = `${date}/${request.service}/tc3_request`
  const signedHeaders = 'content-type;host'
  const canonical = [
    request.method,
    '/',
    request.query,
    `content-type:${request.contentType}\nhost:${request.host}\n`,
    signedHeaders,
    await sha256(request.body),
  ].join('\n')
  const toSign = ['TC3-HMAC-SHA256', request.timestamp, scope, await sha256(canonical)].join('\n')
  const dateKey = await hmac('SHA-256', utf8(`TC3${request.secretKey}`), utf8(date))
  const serviceKey = await hmac('SHA-256', dateKey, utf8(request.service))
  const signingKey = await hmac('SHA-256', serviceKey, utf8('tc3_request'))
  const signature = hex(await hmac('SHA-256', signingKey, utf8(toSign)))
  return `TC3-HMAC-SHA256 Credential=${request.secretId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`
}
