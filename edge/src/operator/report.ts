import type { Report } from '@reelferry/contract/operator'
import { type Config, isLoopback } from '../config.ts'
import type { RequestContext } from '../context.ts'
import { contentSecurityPolicy } from '../pages/content-security-policy.ts'
import { version } from '../routes/health.ts'
import type { VodClient } from '../vod/client.ts'
import { applyForBucket } from '../vod/upload-api.ts'
import { VodApiError } from '../vod/vod-api-error.ts'
import { issuerKeys } from './issuer.ts'
import { countRefusals } from './refusals.ts'

/** The answer, or the error code of VOD. */
async function orRefusal<T>(answer: Promise<T>): Promise<T | { refusal: string }> {
  try {
    return await answer
  } catch (error) {
    return { refusal: error instanceof VodApiError ? error.code : 'Failed' }
  }
}

/** Whether a source list of a Content-Security-Policy covers an origin. */
function covers(policy: string, directive: string, origin: string): boolean {
  const sources = new RegExp(`(?:^|; )${directive} ([^;]*)`).exec(policy)?.[1]?.split(' ') ?? []
  const { protocol, host } = new URL(origin)
  return sources.some((source) => {
    if (source === origin) return true
    const [, scheme, suffix] = /^(https?:)\/\/\*(\..+)$/.exec(source) ?? []
    return scheme === protocol && suffix !== undefined && host.endsWith(suffix)
  })
}

async function events({ vod, config }: RequestContext, studioOrigin: string) {
  const { Mode, NotificationUrl, ...switches } = await vod.describeEventConfig()
  const url = URL.parse(NotificationUrl ?? '')
  const isLocal = url && isLoopback(url.href) && isLoopback(studioOrigin)
  return {
    mode: Mode,
    origin: url?.origin ?? '',
    isOurs: url?.pathname === `/api/vod/events/${config.CALLBACK_SECRET}`,
    isHere: url?.origin === studioOrigin || isLocal === true,
    uploadSwitch: switches.UploadMediaCompleteEventSwitch,
    deleteSwitch: switches.DeleteMediaCompleteEventSwitch,
  }
}

/** Headers of a part that a browser sends. */
const partHeaders = ['authorization', 'content-type', 'x-cos-security-token']

async function bucket(config: Config, studioOrigin: string, policy: string, now: number) {
  const applied = await applyForBucket(config, now)
  if ('refusal' in applied) return applied
  const { bucket: origin } = applied
  const preflight = await fetch(`${origin}/check.mp4?partNumber=1&uploadId=check`, {
    method: 'OPTIONS',
    headers: {
      origin: studioOrigin,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': partHeaders.join(','),
    },
  })
  // COS refuses it, because it is not signed. Its CORS headers list what a page may read.
  const refused = await fetch(`${origin}/?uploads`, { headers: { origin: studioOrigin } })
  await Promise.all([preflight.body?.cancel(), refused.body?.cancel()])
  const listed = (response: Response, name: string) =>
    (response.headers.get(`access-control-${name}`) ?? '').toLowerCase().split(/\s*,\s*/)
  const allows = (name: string, value: string) =>
    listed(preflight, name).some((item) => item === '*' || item === value.toLowerCase())
  return {
    origin,
    isInPolicy: covers(policy, 'connect-src', origin),
    letsSend:
      allows('allow-origin', studioOrigin) &&
      allows('allow-methods', 'PUT') &&
      partHeaders.every((header) => allows('allow-headers', header)),
    showsEtag: listed(refused, 'expose-headers').includes('etag'),
  }
}

const lookBackMs = 30 * 24 * 3600 * 1000

async function media(vod: VodClient, policy: string, now: number) {
  const found = await vod.searchMedia(now - lookBackMs)
  const origins = found.flatMap(({ BasicInfo: { MediaUrl } }) => {
    if (!MediaUrl || !URL.canParse(MediaUrl)) return []
    const { origin, hostname } = new URL(MediaUrl)
    // The Worker serves these URLs as https, except for this machine's.
    return [/^(localhost|127\.)/.test(hostname) ? origin : origin.replace(/^http:/, 'https:')]
  })
  const hosts = [...new Set(origins)]
  return { hosts, blocked: hosts.filter((origin) => !covers(policy, 'media-src', origin)) }
}

/** The free plan has a thousand writes a day. One of them shows whether any are left. */
async function storage(kv: KVNamespace) {
  const [list, put] = await Promise.allSettled([
    kv.list({ prefix: 'upload/', limit: 1 }),
    kv.put(`doctor/${crypto.randomUUID()}`, '', { expirationTtl: 60 }),
  ])
  return { lists: list.status === 'fulfilled', writes: put.status === 'fulfilled' }
}

async function procedure(vod: VodClient, name: string) {
  return { name, exists: await vod.hasProcedure(name) }
}

/** Checks what only the deployed Worker can check. `studioOrigin` is the origin of the request. */
export async function report(context: RequestContext, studioOrigin: string): Promise<Report> {
  const { kv, config, vod } = context
  const now = context.now()
  const policy = contentSecurityPolicy(config)
  const { VOD_PROCEDURE } = config
  const [eventsFound, procedureFound, bucketFound, mediaFound, issuerFound, kvFound, refused] =
    await Promise.all([
      orRefusal(events(context, studioOrigin)),
      VOD_PROCEDURE && orRefusal(procedure(vod, VOD_PROCEDURE)),
      orRefusal(bucket(config, studioOrigin, policy, now)),
      orRefusal(media(vod, policy, now)),
      issuerKeys(config),
      storage(kv),
      countRefusals(kv),
    ])
  return {
    version,
    now,
    authMode: config.AUTH_MODE,
    eventMode: config.EVENT_MODE,
    application: config.VOD_SUB_APP_ID,
    limits: {
      maxFileBytes: config.MAX_FILE_BYTES,
      uploadsPerDay: config.UPLOADS_PER_DAY,
      concurrentUploads: config.CONCURRENT_UPLOADS,
    },
    isCallbackSigned: config.CALLBACK_SIGN_KEY !== undefined,
    isRotating: [
      config.SESSION_SECRET_PREVIOUS,
      config.CALLBACK_SECRET_PREVIOUS,
      config.CALLBACK_SIGN_KEY_PREVIOUS,
    ].some((secret) => secret !== undefined),
    events: eventsFound,
    ...(procedureFound && { procedure: procedureFound }),
    bucket: bucketFound,
    media: mediaFound,
    ...(issuerFound && { issuer: issuerFound }),
    kv: kvFound,
    refused,
  }
}
