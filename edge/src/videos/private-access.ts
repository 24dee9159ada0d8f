import { linkParameter, type UploadId, type Video } from '@reelferry/contract'
import type { Context } from 'hono'
import type { App } from '../context.ts'
import { creatorOf, mayWatchPrivate } from '../creators/authenticate.ts'
import { isLinkRevoked } from '../uploads/links-store.ts'
import { type LinkClaims, verifyLink } from './private-link.ts'

/** A link that lets its viewer watch a private video. */
export interface OpenedLink extends LinkClaims {
  token: string
}

/**
 * How a viewer may watch a private video: as a creator of the studio, or by a link. Otherwise the reason: there is no
 * link, or it is altered, expired or revoked.
 */
export type PrivateAccess =
  | { by: 'creator' }
  | { by: 'link'; link: OpenedLink }
  | { by: 'nothing'; reason: 'private' | 'link-ended' }

/** Reads one key of KV for a link with a valid signature, and none for other links. */
export async function privateAccess(c: Context<App>, uploadId: UploadId): Promise<PrivateAccess> {
  if (mayWatchPrivate(await creatorOf(c))) return { by: 'creator' }
  const token = c.req.query(linkParameter)
  if (token === undefined) return { by: 'nothing', reason: 'private' }
  const { config, kv, now } = c.var.context
  const claims = await verifyLink(config, uploadId, token, now())
  if (!claims || (await isLinkRevoked(kv, uploadId, claims.linkId)))
    return { by: 'nothing', reason: 'link-ended' }
  return { by: 'link', link: { token, ...claims } }
}

type ReadyVideo = Video & { status: 'ready' }

/** Adds the link to the addresses of the Worker's own files, which are as private as the video. */
export function withLink(video: ReadyVideo, { token }: OpenedLink): ReadyVideo {
  const add = (url: string) => (url.startsWith('/') ? `${url}&${linkParameter}=${token}` : url)
  const { captions, previews } = video
  return {
    ...video,
    captions: captions.map((track) => ({ ...track, src: add(track.src) })),
    ...(previews && { previews: { ...previews, images: previews.images.map(add) } }),
  }
}
