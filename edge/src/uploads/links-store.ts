import { isLinkId, linkDays, type LinkId, type UploadId } from '@reelferry/contract'
import * as v from 'valibot'
import { putWithRetry } from './put-with-retry.ts'

/**
 * Links to a private video: KV keys `link/<uploadId>/<linkId>`. The signature of a link makes it valid; a key lists it,
 * or states that it is revoked. So a new link works at once in every location. Each link has a key of its own, because
 * two changes of one key could lose each other. KV removes the keys when the links have expired.
 */
const prefixOf = (uploadId: UploadId) => `link/${uploadId}/`
const keyOf = (uploadId: UploadId, linkId: LinkId) => prefixOf(uploadId) + linkId

/** Seconds that a location may answer from its cache: KV's minimum. */
const cacheTtl = 30

/** No link is valid for longer. */
const maxSeconds = Math.max(...linkDays) * 24 * 3600

const revoked = 'revoked'

/** Metadata of a link that is not revoked. Unix milliseconds. */
const StoredLink = v.object({ createdAt: v.number(), expiresAt: v.number() })
export type StoredLink = v.InferOutput<typeof StoredLink>

/** Adds a link to the list of a video. */
export const putLink = (
  kv: KVNamespace,
  uploadId: UploadId,
  linkId: LinkId,
  link: StoredLink,
): Promise<void> =>
  putWithRetry(kv, keyOf(uploadId, linkId), '', {
    metadata: link,
    expiration: Math.ceil(link.expiresAt / 1000),
  })

/** Revokes a link, whether or not this location knows it yet. */
export const putRevocation = (kv: KVNamespace, uploadId: UploadId, linkId: LinkId): Promise<void> =>
  putWithRetry(kv, keyOf(uploadId, linkId), revoked, { expirationTtl: maxSeconds })

/** Whether a link is revoked, by one read. */
export const isLinkRevoked = async (
  kv: KVNamespace,
  uploadId: UploadId,
  linkId: LinkId,
): Promise<boolean> => (await kv.get(keyOf(uploadId, linkId), { cacheTtl })) === revoked

/** The links of a video that are neither revoked nor expired, newest first, by one list operation. */
export async function listLinks(
  kv: KVNamespace,
  uploadId: UploadId,
  now: number,
): Promise<({ linkId: LinkId } & StoredLink)[]> {
  const prefix = prefixOf(uploadId)
  const { keys } = await kv.list({ prefix })
  return keys
    .flatMap(({ name, metadata }) => {
      const linkId = name.slice(prefix.length)
      if (!isLinkId(linkId) || !v.is(StoredLink, metadata) || metadata.expiresAt <= now) return []
      return [{ linkId, ...metadata }]
    })
    .sort((a, b) => b.createdAt - a.createdAt)
}

/** Deletes the keys of all links of a video. */
export async function deleteLinks(kv: KVNamespace, uploadId: UploadId): Promise<void> {
  const { keys } = await kv.list({ prefix: prefixOf(uploadId) })
  await Promise.all(keys.map(({ name }) => kv.delete(name)))
}
