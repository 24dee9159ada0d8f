import { base64, hmac, utf8 } from '../lib/crypto.ts'

/** What a client-upload signature may carry; names and limits as in product/266/9221. */
export interface SignatureParameters {
  secretId: string
  /** Unix seconds, an integer: VOD answers "invalid signature" to a fraction. */
  currentTimeStamp: number
  /** Unix seconds, an integer, at most 7 776 000 after `currentTimeStamp`. */
  expireTime: number
  /** An integer of 32 bits, unsigned. */
  random: number
  classId?: number
  procedure?: string
  /** 1: each signature serves one call. */
  oneTimeValid?: 0 | 1
  vodSubAppId?: number
  storageRegion?: string
  /** At most 250 characters; comes back in NewFileUpload. The browser can read it. */
  sourceContext?: string
  /** At most 1000 characters; comes back in ProcedureStateChanged. The browser can read it. */
  sessionContext?: string
}

/**
 * VOD's signature for uploads from clients: base64(HMAC-SHA1(secretKey, query) ‖ query), where query
 * is the parameters as a URL query string (product/266/9221; vector from its Python and Go samples).
 * Parameters that are `undefined` are left out.
 */
export async function signUpload(
  secretKey: string,
  parameters: SignatureParameters,
): Promise<string> {
  const query = Object.entries(parameters)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')
  const message = utf8(query)
  const digest = await hmac('SHA-1', secretKey, message)
  const signed = new Uint8Array(digest.length + message.length)
  signed.set(digest)
  signed.set(message, digest.length)
  return base64(signed)
}

/** An unsigned 32-bit number from the platform's cryptographic source. */
export function random32(): number {
  return new DataView(crypto.getRandomValues(new Uint8Array(4)).buffer).getUint32(0)
}
