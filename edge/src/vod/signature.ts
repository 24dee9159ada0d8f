import { hmac } from '../lib/crypto.ts'
import { base64, utf8 } from '../lib/encoding.ts'

/** Parameters of a client-upload signature; names and limits as in product/266/9221. */
export interface SignatureParameters {
  secretId: string
  /** Unix seconds. An integer: VOD answers "invalid signature" to a fraction. */
  currentTimeStamp: number
  /** Unix seconds. An integer, at most 7 776 000 after `currentTimeStamp`. */
  expireTime: number
  /** An unsigned integer of 32 bits. */
  random: number
  classId?: number
  procedure?: string
  /** 1: the signature is valid for one call. */
  oneTimeValid?: 0 | 1
  vodSubAppId?: number
  storageRegion?: string
  /** At most 250 characters. VOD returns it in NewFileUpload. The browser can read it. */
  sourceContext?: string
  /** At most 1000 characters. VOD returns it in ProcedureStateChanged. The browser can read it. */
  sessionContext?: string
}

/**
 * Signs an upload from a client: base64(HMAC-SHA1(secretKey, query) ‖ query), where query is the parameters as a URL
 * query string without those that are `undefined` (product/266/9221; test vector from its Python and Go samples).
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

/** A cryptographically random unsigned integer of 32 bits. */
export function random32(): number {
  return new DataView(crypto.getRandomValues(new Uint8Array(4)).buffer).getUint32(0)
}
