import { EpochSeconds, type IssuedSignature, type UploadId } from '@reelferry/contract'
import * as v from 'valibot'
import type { RequestContext } from '../context.ts'
import { random32, signUpload } from '../vod/signature.ts'
import { sourceContext } from './upload-id.ts'

/**
 * Issues a signature for an upload. Every event of the upload contains the source context of the signature.
 * `oneTimeValid` is 1 for a signature of a single call.
 */
export async function issueSignature(
  { config, now }: RequestContext,
  uploadId: UploadId,
  oneTimeValid: 0 | 1,
): Promise<IssuedSignature> {
  const currentTimeStamp = Math.floor(now() / 1000)
  const expireTime = currentTimeStamp + config.SIGNATURE_TTL_SECONDS
  const context = await sourceContext(config.SESSION_SECRET, uploadId)
  const signature = await signUpload(config.VOD_SECRET_KEY, {
    secretId: config.VOD_SECRET_ID,
    currentTimeStamp,
    expireTime,
    random: random32(),
    oneTimeValid,
    sourceContext: context,
    ...(config.VOD_SUB_APP_ID && { vodSubAppId: config.VOD_SUB_APP_ID }),
    ...(config.VOD_CLASS_ID && { classId: config.VOD_CLASS_ID }),
    ...(config.VOD_STORAGE_REGION && { storageRegion: config.VOD_STORAGE_REGION }),
    ...(config.VOD_PROCEDURE && {
      procedure: config.VOD_PROCEDURE,
      sessionContext: context,
      taskPriority: config.VOD_TASK_PRIORITY,
      taskNotifyMode: config.VOD_TASK_NOTIFY_MODE,
    }),
  })
  return { signature, expiresAt: v.parse(EpochSeconds, expireTime) }
}
