import { isUploadId, UploadId } from '@reelferry/contract'
import * as v from 'valibot'
import { ShortMemory } from '../lib/ttl-cache.ts'
import { base64url, equalsOneOf, hmac, utf8 } from '../lib/crypto.ts'

/** A new, unguessable upload id: 128 random bits. */
export function newUploadId(): UploadId {
  return v.parse(UploadId, base64url(crypto.getRandomValues(new Uint8Array(16))))
}

/** 128 bits of the MAC are kept: the context stays short, and guessing hopeless. */
async function mac(secret: string, uploadId: string): Promise<string> {
  const digest = await hmac('SHA-256', secret, utf8(`upload:${uploadId}`))
  return base64url(digest.slice(0, 16))
}

/** Each call of an upload carries the same. */
const contexts = new ShortMemory<string, string>(5000)

/**
 * What goes to VOD as `sourceContext` and comes back with its events: `uploadId.mac`. Only letters,
 * digits, `.`, `-` and `_`, so no question of URL encoding arises on the way.
 */
export async function sourceContext(secret: string, uploadId: UploadId): Promise<string> {
  const key = `${secret} ${uploadId}`
  let context = contexts.get(key, 0)
  if (!context)
    contexts.set(key, (context = `${uploadId}.${await mac(secret, uploadId)}`), Infinity)
  return context
}

/** The upload a context names, if we wrote it, under any of our secrets. */
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
