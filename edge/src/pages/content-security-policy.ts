import type { Config } from '../config.ts'

/** Where the SDK sends to unless told otherwise: both hosts of the API, both of the storage. */
const vodUploadOrigins = ['https://vod2.qcloud.com', 'https://vod2.dnsv1.com']
const cosOrigins = ['https://*.myqcloud.com', 'https://*.tencentcos.cn']

const sourceOf = (origin: string) => (origin.includes('://') ? new URL(origin).origin : origin)

/** A host without a scheme means https. */
const mediaSource = (host: string) => (host.includes('://') ? host : `https://${host}`)

/**
 * What TCPlayer 5.3.4 asks for at most: where it learns how to play a file, and whether its licence holds (both found
 * by running it under the policy without them; beside them it only wants its icons). Without a scheme: the page's own.
 */
const tcplayerOrigins = (licenseUrl: string) => [
  new URL(licenseUrl).origin,
  ...['vodplayvideo.net', 'vodglcdn.com', 'vodplayvideo.com', 'vod-common.com'].flatMap(
    (domain) => [`playvideo.${domain}`, `license.${domain}`],
  ),
]

/**
 * The pages' Content-Security-Policy: this origin, VOD's hosts, and nothing else. `embed` is there for the page that
 * other sites frame, with the nonce of the styles and the script which it has in itself.
 */
export function contentSecurityPolicy(config: Config, embed?: { nonce: string }): string {
  const upload = config.VOD_UPLOAD_ENDPOINT
    ? [sourceOf(config.VOD_UPLOAD_ENDPOINT)]
    : vodUploadOrigins
  const cos = config.COS_ENDPOINT ? [sourceOf(config.COS_ENDPOINT)] : cosOrigins
  const media = config.MEDIA_ORIGINS.map(mediaSource)
  const tcplayer =
    embed && config.PLAYER_LICENSE_URL ? tcplayerOrigins(config.PLAYER_LICENSE_URL) : undefined
  const own = embed ? [`'nonce-${embed.nonce}'`] : []
  const directives: Record<string, string[]> = {
    'default-src': ["'none'"],
    'script-src': ["'self'", ...own],
    'style-src': ["'self'", ...own],
    'img-src': ["'self'", 'blob:', ...media],
    'media-src': ["'self'", 'blob:', ...media],
    // Media, where a script brings HLS to browsers without it.
    'connect-src': ["'self'", ...(embed ? [] : [...upload, ...cos]), ...media, ...(tcplayer ?? [])],
    'font-src': ["'self'", ...(tcplayer ? ['data:'] : [])],
    'worker-src': ["'self'"],
    'manifest-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    // Other sites frame the player, and nothing else.
    'frame-ancestors': [embed ? '*' : "'none'"],
  }
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...new Set(sources)].join(' '))
    .join('; ')
}

/** The operator's page: its own files and its own API, and no markup that is made of text. */
export const operatorPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ')
