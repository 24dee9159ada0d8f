import * as v from 'valibot'
import type { Config } from '../config.ts'
import { contentSecurityPolicy } from '../pages/content-security-policy.ts'
import { version } from '../routes/health.ts'
import { describeEventConfig, searchMedia, VodApiError } from '../vod/api.ts'
import { applyForBucket } from '../vod/upload-api.ts'

const Refused = v.object({ refusal: v.string() })

/** What a studio that runs finds out about itself. Facts only: what they mean is `pnpm run doctor`'s. */
export const Report = v.object({
  version: v.string(),
  /** Of the Worker's clock, unix ms. */
  now: v.number(),
  authMode: v.string(),
  eventMode: v.string(),
  application: v.number(),
  limits: v.object({
    maxFileBytes: v.number(),
    uploadsPerDay: v.number(),
    concurrentUploads: v.number(),
  }),
  isCallbackSigned: v.boolean(),
  /** Whether a rotation of secrets has not been ended. */
  isRotating: v.boolean(),
  /** VOD's answer to a signed DescribeEventConfig, or the code it refused with. */
  events: v.union([
    Refused,
    v.object({
      mode: v.string(),
      /** Origin that VOD pushes to; '' for none. */
      origin: v.string(),
      /** Whether its URL is this studio's, with the secret of today. */
      isOurs: v.boolean(),
      uploadSwitch: v.string(),
      deleteSwitch: v.string(),
    }),
  ]),
  /** The bucket uploads go to, and whether a page of this studio may use it. */
  bucket: v.union([
    Refused,
    v.object({
      origin: v.string(),
      isInPolicy: v.boolean(),
      /** Whether its CORS rules let a browser send parts, and read their ETags. */
      letsSend: v.boolean(),
      showsEtag: v.boolean(),
    }),
  ]),
  /** Hosts of the newest media, and those of them that pages may not play from. */
  media: v.union([Refused, v.object({ hosts: v.array(v.string()), blocked: v.array(v.string()) })]),
  kv: v.union([Refused, v.object({ answers: v.literal(true) })]),
})
export type Report = v.InferOutput<typeof Report>

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

async function events(config: Config, studioOrigin: string) {
  const { Mode, NotificationUrl, ...switches } = await describeEventConfig(config)
  const url = NotificationUrl ?? ''
  return {
    mode: Mode,
    origin: URL.canParse(url) ? new URL(url).origin : '',
    isOurs: url === `${studioOrigin}/api/vod/events/${config.CALLBACK_SECRET}`,
    uploadSwitch: switches.UploadMediaCompleteEventSwitch,
    deleteSwitch: switches.DeleteMediaCompleteEventSwitch,
  }
}

/** What a browser sends parts with. */
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
  // Refused, since it is not signed; its headers tell what a page may read.
  const refused = await fetch(`${origin}/?uploads`, { headers: { origin: studioOrigin } })
  await Promise.all([preflight.body?.cancel(), refused.body?.cancel()])
  const listed = (response: Response, name: string) =>
    (response.headers.get(`access-control-${name}`) ?? '').toLowerCase().split(/\s*,\s*/)
  const allows = (name: string, value: string) =>
    listed(preflight, name).some((one) => one === '*' || one === value.toLowerCase())
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

async function media(config: Config, policy: string, now: number) {
  const found = await searchMedia(config, now - lookBackMs)
  const origins = found.flatMap(({ BasicInfo: { MediaUrl } }) => {
    if (!MediaUrl || !URL.canParse(MediaUrl)) return []
    const { origin, hostname } = new URL(MediaUrl)
    // Played as https, but for this machine's own.
    return [/^(localhost|127\.)/.test(hostname) ? origin : origin.replace(/^http:/, 'https:')]
  })
  const hosts = [...new Set(origins)]
  return { hosts, blocked: hosts.filter((origin) => !covers(policy, 'media-src', origin)) }
}

/** Checks all that only the deployed Worker can check. `studioOrigin` is the one it is asked under. */
export async function report(
  kv: KVNamespace,
  config: Config,
  studioOrigin: string,
  now: number,
): Promise<Report> {
  const policy = contentSecurityPolicy(config, '/')
  const list = kv.list({ prefix: 'upload/', limit: 1 })
  const [eventsFound, bucketFound, mediaFound, kvFound] = await Promise.all([
    orRefusal(events(config, studioOrigin)),
    orRefusal(bucket(config, studioOrigin, policy, now)),
    orRefusal(media(config, policy, now)),
    orRefusal(list.then(() => ({ answers: true }) as const)),
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
    ].some((one) => one !== undefined),
    events: eventsFound,
    bucket: bucketFound,
    media: mediaFound,
    kv: kvFound,
  }
}
