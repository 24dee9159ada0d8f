import * as v from 'valibot'
import type { Config } from '../config.ts'
import { random32, signUpload } from './signature.ts'

/** Both hosts of the API, as vod-js-sdk-v6 has them. */
const tencents = 'https://vod2.qcloud.com'
const timeoutMs = 8000

const Answer = v.variant('code', [
  v.object({
    code: v.literal(0),
    data: v.object({
      storageBucket: v.string(),
      storageAppId: v.number(),
      storageRegionV5: v.string(),
    }),
  }),
  v.object({ code: v.number() }),
])

/**
 * Applies for an upload as the studio does (ApplyUploadUGC), and sends nothing: VOD forgets it after a
 * day. Resolves to the origin of the bucket that browsers would send to, or to what VOD refused with.
 */
export async function applyForBucket(
  config: Config,
  now: number,
): Promise<{ bucket: string } | { refusal: string }> {
  const currentTimeStamp = Math.floor(now / 1000)
  const signature = await signUpload(config.VOD_SECRET_KEY, {
    secretId: config.VOD_SECRET_ID,
    currentTimeStamp,
    expireTime: currentTimeStamp + config.SIGNATURE_TTL_SECONDS,
    random: random32(),
    oneTimeValid: 1,
    ...(config.VOD_SUB_APP_ID && { vodSubAppId: config.VOD_SUB_APP_ID }),
    ...(config.VOD_STORAGE_REGION && { storageRegion: config.VOD_STORAGE_REGION }),
  })
  const url = new URL('/v3/index.php?Action=ApplyUploadUGC', config.VOD_UPLOAD_ENDPOINT ?? tencents)
  const body = {
    signature,
    videoName: 'check',
    videoType: 'mp4',
    videoSize: 1,
    uploadFromWeb: true,
  }
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    })
    const answer = v.parse(Answer, await response.json())
    if (!('data' in answer)) return { refusal: String(answer.code) }
    const { storageBucket, storageAppId, storageRegionV5 } = answer.data
    const own = `https://${storageBucket}-${storageAppId}.cos.${storageRegionV5}.myqcloud.com`
    return { bucket: config.COS_ENDPOINT ? new URL(config.COS_ENDPOINT).origin : own }
  } catch {
    return { refusal: 'Unreachable' }
  }
}
