import type { Config } from '../config.ts'

/** Default hosts of the SDK: two of the API, two of the storage. */
const vodUploadOrigins = ['https://vod2.qcloud.com', 'https://vod2.dnsv1.com']
const cosOrigins = ['https://*.myqcloud.com', 'https://*.tencentcos.cn']

const sourceOf = (origin: string) => (origin.includes('://') ? new URL(origin).origin : origin)

/** A host without a scheme means https. */
const mediaSource = (host: string) => (host.includes('://') ? host : `https://${host}`)

/**
 * Hosts that TCPlayer 5.3.4 contacts: for playback information and for its licence (found by running it under the policy
 * without them; it also loads its icons). A host without a scheme has the page's scheme.
 */
const tcplayerOrigins = (licenseUrl: string) => [
  new URL(licenseUrl).origin,
  ...['vodplayvideo.net', 'vodglcdn.com', 'vodplayvideo.com', 'vod-common.com'].flatMap(
    (domain) => [`playvideo.${domain}`, `license.${domain}`],
  ),
]

/**
 * The Content-Security-Policy of the pages: only this origin and VOD's hosts. `embed` is set for the page that other sites
 * frame; it contains the nonce of the inline styles and script.
 */
export function contentSecurityPolicy(config: Config, embed?: { nonce: string }): string {
  const upload = config.VOD_UPLOAD_ENDPOINT
    ? [sourceOf(config.VOD_UPLOAD_ENDPOINT)]
    : vodUploadOrigins
  const cos = config.COS_ENDPOINT ? [sourceOf(config.COS_ENDPOINT)] : cosOrigins
  const media = config.MEDIA_ORIGINS.map(mediaSource)
  const tcplayer =
    embed && config.PLAYER_LICENSE_URL ? tcplayerOrigins(config.PLAYER_LICENSE_URL) : undefined
  const logo = config.STUDIO_LOGO ? [new URL(config.STUDIO_LOGO).origin] : []
  const nonce = embed ? [`'nonce-${embed.nonce}'`] : []
  const directives: Record<string, string[]> = {
    'default-src': ["'none'"],
    'script-src': ["'self'", ...nonce],
    'style-src': ["'self'", ...nonce],
    'img-src': ["'self'", 'blob:', ...media, ...(embed ? [] : logo)],
    'media-src': ["'self'", 'blob:', ...media],
    // Media: hls.js fetches them in browsers without HLS.
    'connect-src': ["'self'", ...(embed ? [] : [...upload, ...cos]), ...media, ...(tcplayer ?? [])],
    'font-src': ["'self'", ...(tcplayer ? ['data:'] : [])],
    'worker-src': ["'self'"],
    'manifest-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    // Other sites may frame only the player.
    'frame-ancestors': [embed ? '*' : "'none'"],
  }
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...new Set(sources)].join(' '))
    .join('; ')
}

/**
 * The policy of the operator's page: its own files and API, media of VOD for the review of videos, and no markup from
 * strings (trusted types).
 */
export function operatorPolicy({ MEDIA_ORIGINS }: Config): string {
  const media = MEDIA_ORIGINS.map(mediaSource)
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    ["img-src 'self'", ...media].join(' '),
    ['media-src', ...media].join(' '),
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ')
}
