import { isUploadId, UploadId } from '@reelferry/contract'
import * as v from 'valibot'
import { equalsOneOf, hmac } from '../lib/crypto.ts'
import { base64url, utf8 } from '../lib/encoding.ts'
import { TtlCache } from '../lib/ttl-cache.ts'

/** A new upload id: 128 random bits, which nobody can guess. */
export function newUploadId(): UploadId {
  return v.parse(UploadId, base64url(crypto.getRandomValues(new Uint8Array(16))))
}

/** 128 bits of the MAC: enough against guessing, and the source context stays short. */
async function mac(secret: string, uploadId: string): Promise<string> {
  const digest = await hmac('SHA-256', secret, utf8(`upload:${uploadId}`))
  return base64url(digest.slice(0, 16))
}

/** Every signature of an upload contains the same source context. */
const contexts = new TtlCache<string, string>(5000)

/**
 * The `sourceContext` of an upload: `uploadId.mac`. VOD returns it in events. It consists of letters, digits, `.`, `-`
 * and `_`, so URL encoding does not change it.
 */
export async function sourceContext(secret: string, uploadId: UploadId): Promise<string> {
  const key = `${secret} ${uploadId}`
  let context = contexts.get(key, 0)
  if (!context)
    contexts.set(key, (context = `${uploadId}.${await mac(secret, uploadId)}`), Infinity)
  return context
}

/** The upload id of a source context, if its MAC is valid under any of the secrets. */
export async function verifySourceContext(
  secrets: readonly string[],
  context: string | null | undefined,
): Promise<UploadId | undefined> {
  const [, id, signature] = /^([\w-]+)\.([\w-]+)$/.exec(context ?? '') ?? []
  if (!isUploadId(id) || signature === undefined) return undefined
  return (await equalsOneOf(await Promise.all(secrets.map((secret) => mac(secret, id))), signature))
    ? id
    : undefined
}
