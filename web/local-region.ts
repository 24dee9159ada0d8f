import { isFfmpegInstalled, startRegion } from '@reelferry/local-vod'

/** Credentials that are only valid in the local region. */
const account = { appId: 1500000001, secretId: 'LocalSecretId', secretKey: 'local-secret-key' }
const callbackSecret = 'local-callback-secret'

/**
 * Starts the local VOD region.
 * @param options.studioOrigin where the region delivers its events
 * @returns the region with the Worker's environment variables for it
 */
export async function startLocalRegion(options: {
  port: number
  directory: string
  studioOrigin: string
  /** Whether to encode videos if this machine has ffmpeg; default: no. */
  encode?: boolean
}): Promise<{
  origin: string
  close(): Promise<void>
  workerEnvironment: Record<string, string>
}> {
  const { HOTLINK_KEY: hotlinkKey } = process.env
  const region = await startRegion({
    port: options.port,
    directory: options.directory,
    account,
    encode: options.encode === true && isFfmpegInstalled(),
    ...(hotlinkKey && { hotlinkKey }),
    notificationUrl: `${options.studioOrigin}/api/vod/events/${callbackSecret}`,
  })
  return {
    origin: region.origin,
    close: () => region.close(),
    workerEnvironment: {
      AUTH_MODE: 'local',
      VOD_SECRET_ID: account.secretId,
      VOD_SECRET_KEY: account.secretKey,
      VOD_PROCEDURE: 'LongVideoPreset',
      VOD_API_ENDPOINT: region.origin,
      VOD_UPLOAD_ENDPOINT: region.origin,
      COS_ENDPOINT: region.origin,
      MEDIA_ORIGINS: region.origin,
      CALLBACK_SECRET: callbackSecret,
      SESSION_SECRET: 'local-session-secret-of-this-machine',
      OPERATOR_SECRET: 'local-operator-secret-of-this-machine',
    },
  }
}
