import { EpochSeconds, type Video } from '@reelferry/contract'
import * as v from 'valibot'
import type { RequestContext } from '../context.ts'
import { protectUrl } from '../vod/hotlink.ts'
import { signPlayer } from '../vod/player-signature.ts'

type ReadyVideo = Video & { status: 'ready' }

/** Whether the Worker serves a file itself. */
const isOwn = (url: string) => url.startsWith('/')

/** Signs the URL of a file, if the operator configured the key. */
export const signFile = async (
  {
    config: { HOTLINK_KEY: key, PLAYBACK_TTL_SECONDS: ttl },
    now,
  }: Pick<RequestContext, 'config' | 'now'>,
  url: string,
): Promise<string> =>
  key ? protectUrl(key, url, { expires: Math.floor(now() / 1000) + ttl }) : url

/**
 * Signs media URLs and the player, if the operator configured the keys.
 * @param until the signatures end at this time at the latest, unix seconds
 */
export async function signPlayback(
  { config, now }: Pick<RequestContext, 'config' | 'now'>,
  video: ReadyVideo,
  until = Infinity,
): Promise<ReadyVideo> {
  const { HOTLINK_KEY: hotlinkKey, PLAYER_KEY: playerKey } = config
  if (!hotlinkKey && !playerKey) return video
  const currentTimeStamp = Math.floor(now() / 1000)
  const appId = config.VOD_SUB_APP_ID || config.VOD_APP_ID
  const licenseUrl = config.PLAYER_LICENSE_URL
  const expires = Math.min(currentTimeStamp + config.PLAYBACK_TTL_SECONDS, until)
  const { previews } = video
  const sign = async (url: string) =>
    hotlinkKey && !isOwn(url) ? protectUrl(hotlinkKey, url, { expires }) : url
  return {
    ...video,
    sources: await Promise.all(
      video.sources.map(async ({ src, ...source }) => ({ src: await sign(src), ...source })),
    ),
    poster: video.poster && (await sign(video.poster)),
    captions: await Promise.all(
      video.captions.map(async (captions) => ({ ...captions, src: await sign(captions.src) })),
    ),
    ...(previews && {
      previews: {
        ...previews,
        images: await Promise.all(previews.images.map(sign)),
        ...(previews.times && { times: await sign(previews.times) }),
      },
    }),
    ...(playerKey && {
      psign: await signPlayer(playerKey, {
        appId,
        fileId: video.fileId,
        contentInfo: { audioVideoType: 'Original' },
        currentTimeStamp,
        expireTimeStamp: expires,
        ...(hotlinkKey && { urlAccessInfo: { t: expires.toString(16) } }),
      }),
    }),
    ...(licenseUrl && { tcplayer: { appId, licenseUrl } }),
    expiresAt: v.parse(EpochSeconds, expires),
    expiresIn: expires - currentTimeStamp,
  }
}
