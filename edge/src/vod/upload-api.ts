import * as v from 'valibot'
import type { Config } from '../config.ts'
import { random32, signUpload } from './signature.ts'

/** The host that vod-js-sdk-v6 uses. */
const tencentEndpoint = 'https://vod2.qcloud.com'
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
 * Applies for an upload as the studio does (ApplyUploadUGC), but sends no file: VOD discards the upload session after
 * a day. Resolves to the origin of the bucket that browsers send parts to, or to VOD's error code. `now` in unix ms.
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
  const url = new URL(
    '/v3/index.php?Action=ApplyUploadUGC',
    config.VOD_UPLOAD_ENDPOINT ?? tencentEndpoint,
  )
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
    const origin = `https://${storageBucket}-${storageAppId}.cos.${storageRegionV5}.myqcloud.com`
    return { bucket: config.COS_ENDPOINT ? new URL(config.COS_ENDPOINT).origin : origin }
  } catch {
    return { refusal: 'Unreachable' }
  }
}
