import { isLinkId, LinkId, type UploadId } from '@reelferry/contract'
import * as v from 'valibot'
import { type Config, sessionSecrets } from '../config.ts'
import { equalsOneOf, hmac } from '../lib/crypto.ts'
import { base64url, utf8 } from '../lib/encoding.ts'

/** The content of the token of a link. `expiresAt` in unix seconds. */
export interface LinkClaims {
  linkId: LinkId
  expiresAt: number
}

/** A new id: 96 random bits. */
export const newLinkId = (): LinkId =>
  v.parse(LinkId, base64url(crypto.getRandomValues(new Uint8Array(12))))

/** 128 bits. The key is derived for this purpose, so no other MAC under the secret is valid here. */
async function mac(
  secret: string,
  uploadId: UploadId,
  { linkId, expiresAt }: LinkClaims,
): Promise<string> {
  const key = await hmac('SHA-256', secret, utf8('reelferry:private-link'))
  const digest = await hmac('SHA-256', key, utf8(`${uploadId}.${linkId}.${expiresAt}`))
  return base64url(digest.slice(0, 16))
}

/** The token of a link to a video: `linkId.expiresAt.mac`. */
export async function signLink(
  { SESSION_SECRET }: Config,
  uploadId: UploadId,
  claims: LinkClaims,
): Promise<string> {
  return `${claims.linkId}.${claims.expiresAt}.${await mac(SESSION_SECRET, uploadId, claims)}`
}

/**
 * The claims of a token, if it is of this video and has not expired. Revocation is checked elsewhere.
 * @param now unix milliseconds
 */
export async function verifyLink(
  config: Config,
  uploadId: UploadId,
  token: string,
  now: number,
): Promise<LinkClaims | undefined> {
  const [, linkId, expires, signature] = /^([\w-]{16})\.(\d{1,12})\.([\w-]{22})$/.exec(token) ?? []
  if (!isLinkId(linkId) || signature === undefined) return undefined
  const claims = { linkId, expiresAt: Number(expires) }
  const expected = await Promise.all(
    sessionSecrets(config).map((secret) => mac(secret, uploadId, claims)),
  )
  if (!(await equalsOneOf(expected, signature))) return undefined
  return now < claims.expiresAt * 1000 ? claims : undefined
}
