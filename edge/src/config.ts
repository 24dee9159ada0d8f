import { defaultStudioName } from '@reelferry/contract'
import * as v from 'valibot'
import { accentVariable, contactVariable, linksVariable, nameVariable } from './studio-variables.ts'

/** Host names of the local machine. */
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** Whether the host of a URL is the local machine, for which http is allowed. */
export function isLoopback(url: string): boolean {
  return loopback.test(URL.parse(url)?.hostname ?? '')
}

const isSecure = (url: string) =>
  URL.canParse(url) && (new URL(url).protocol === 'https:' || isLoopback(url))

/** In wrangler.jsonc, `''` means "not set", so it is parsed like a missing variable. */
const orAbsent = v.optional(v.string(), '')

const text = v.pipe(
  orAbsent,
  v.transform((value) => value || undefined),
)
const url = v.pipe(
  orAbsent,
  v.check(
    (value) => value === '' || isSecure(value),
    'must be an https URL (http is allowed for localhost only)',
  ),
  v.transform((value) => value || undefined),
)
const integer = (min: number, max: number, fallback: number) =>
  v.pipe(
    orAbsent,
    v.regex(/^\d*$/, 'must be an integer'),
    v.transform((value) => (value === '' ? fallback : Number(value))),
    v.minValue(min, `must be at least ${min}`),
    v.maxValue(max, `must be at most ${max}`),
  )
const list = (fallback: readonly string[]) =>
  v.pipe(
    orAbsent,
    v.transform((value) => (value === '' ? fallback : value.split(/[\s,]+/).filter(Boolean))),
  )
/** Marks a variable that wrangler stores as a secret. Its value must never be printed or logged. */
const isSecret = <T>() => v.metadata<T, { readonly secret: true }>({ secret: true })
const secret = (minLength: number) =>
  v.pipe(
    v.string('is missing'),
    v.nonEmpty('is missing'),
    v.minLength(minLength, `must have at least ${minLength} characters`),
    isSecret(),
  )
const optionalSecret = (minLength: number) =>
  v.pipe(
    orAbsent,
    v.check(
      (value) => value === '' || value.length >= minLength,
      `must have at least ${minLength} characters`,
    ),
    v.transform((value) => value || undefined),
    isSecret(),
  )
const urlSafe = v.regex(/^[\w-]*$/, 'must contain only letters, digits, - and _')
const signKey = v.pipe(
  orAbsent,
  v.regex(/^[A-Za-z0-9]{0,32}$/, 'must be 1 to 32 letters and digits'),
  v.transform((value) => value || undefined),
  isSecret(),
)

/** Hosts of VOD's CDN: the old and the new default domain of an application. */
const vodMediaOrigins = ['*.vod2.myqcloud.com', '*.vod-qcloud.com']

/** The variables. `pnpm run docs` writes their descriptions to shared/docs/configuration.md. */
const Environment = v.pipe(
  v.object({
    VOD_SECRET_ID: v.pipe(
      secret(1),
      v.description('SecretId of a CAM key. The key should only have permissions for VOD'),
    ),
    VOD_SECRET_KEY: v.pipe(secret(1), v.description('SecretKey of the same CAM key')),
    VOD_SUB_APP_ID: v.pipe(
      integer(0, Number.MAX_SAFE_INTEGER, 0),
      v.description(
        'VOD application that stores the uploads; 0 selects the account’s primary application. Required for accounts that activated VOD after 2023-12-25',
      ),
    ),
    VOD_PROCEDURE: v.pipe(
      text,
      v.description(
        'Name of the task flow that VOD starts after each upload. If empty, VOD starts none',
      ),
    ),
    VOD_TASK_PRIORITY: v.pipe(
      orAbsent,
      v.regex(/^(-?\d+)?$/, 'must be an integer'),
      v.transform((value) => (value === '' ? undefined : Number(value))),
      v.check((value = 0) => Math.abs(value) <= 10, 'must be from -10 to 10'),
      v.description('Priority of the task flow, from -10 to 10. VOD runs higher priorities first'),
    ),
    VOD_TASK_NOTIFY_MODE: v.pipe(
      orAbsent,
      v.picklist(['', 'Finish', 'Change', 'None'], 'must be Finish, Change or None'),
      v.transform((value) => value || undefined),
      v.description(
        'When VOD sends events about a task flow: when it finishes, after each change, or never',
      ),
    ),
    VOD_CLASS_ID: v.pipe(
      integer(0, Number.MAX_SAFE_INTEGER, 0),
      v.description('VOD category of new uploads'),
    ),
    VOD_STORAGE_REGION: v.pipe(
      text,
      v.description(
        'Storage region of uploads, such as `ap-singapore`. If empty, VOD uses the default of the application',
      ),
    ),
    SIGNATURE_TTL_SECONDS: v.pipe(
      // VOD accepts at most 90 days (product/266/9221).
      integer(10, 7_776_000, 600),
      v.description('How long an upload signature is valid, in seconds'),
    ),
    VOD_API_ENDPOINT: v.pipe(
      url,
      v.description(
        'Address of VOD’s server API, called by the Worker. If empty, Tencent’s address',
      ),
    ),
    VOD_UPLOAD_ENDPOINT: v.pipe(
      url,
      v.description('Address of VOD’s upload API, called by browsers. If empty, Tencent’s address'),
    ),
    COS_ENDPOINT: v.pipe(
      url,
      v.description(
        'Address of the storage (COS), called by browsers. If empty, Tencent’s address',
      ),
    ),
    EVENT_MODE: v.pipe(
      orAbsent,
      v.picklist(['', 'push', 'pull'], 'must be push or pull'),
      v.transform((value) => value || 'push'),
      v.description(
        'How events arrive: VOD calls the webhook (`push`), or the cron trigger fetches them (`pull`)',
      ),
    ),
    CALLBACK_SECRET: v.pipe(secret(16), urlSafe, v.description('Secret part of the webhook’s URL')),
    CALLBACK_SECRET_PREVIOUS: v.pipe(
      optionalSecret(16),
      v.description('Previous CALLBACK_SECRET. The webhook still accepts it during a rotation'),
    ),
    CALLBACK_SIGN_KEY: v.pipe(
      signKey,
      v.description(
        'SignKey of ModifyEventConfig, which signs events. If empty, the Worker does not check signatures',
      ),
    ),
    CALLBACK_SIGN_KEY_PREVIOUS: v.pipe(
      signKey,
      v.description(
        'Previous CALLBACK_SIGN_KEY. The webhook still accepts its signatures during a rotation',
      ),
    ),
    AUTH_MODE: v.pipe(
      orAbsent,
      v.picklist(['', 'invite', 'access', 'jwt', 'local'], 'must be invite, access, jwt or local'),
      v.transform((value) => value || 'invite'),
      v.description('How creators sign in'),
    ),
    SESSION_SECRET: v.pipe(
      secret(32),
      v.description('Key that signs sessions, invitations and upload ids'),
    ),
    SESSION_SECRET_PREVIOUS: v.pipe(
      optionalSecret(32),
      v.description('Previous SESSION_SECRET. Its signatures stay valid during a rotation'),
    ),
    OPERATOR_SECRET: v.pipe(
      optionalSecret(32),
      v.description('Password of the operator’s routes. If empty, these routes do not exist'),
    ),
    ACCESS_TEAM_DOMAIN: v.pipe(
      text,
      v.description(
        'For AUTH_MODE `access`: domain of the team, such as `team.cloudflareaccess.com`',
      ),
    ),
    ACCESS_AUD: v.pipe(
      text,
      v.description('For AUTH_MODE `access`: audience tag of the Access application'),
    ),
    JWT_JWKS_URL: v.pipe(
      url,
      v.description('For AUTH_MODE `jwt`: address of the issuer’s public keys (JWKS)'),
    ),
    JWT_ISSUER: v.pipe(
      text,
      v.description('For AUTH_MODE `jwt`: required value of the claim `iss`'),
    ),
    JWT_AUDIENCE: v.pipe(
      text,
      v.description('For AUTH_MODE `jwt`: required value of the claim `aud`'),
    ),
    MAX_FILE_BYTES: v.pipe(
      // VOD accepts files of at most 60 GB from clients.
      integer(1, Number.MAX_SAFE_INTEGER, 60_000_000_000),
      v.description('Maximum size of an uploaded file, in bytes'),
    ),
    VOD_APP_ID: v.pipe(
      integer(0, Number.MAX_SAFE_INTEGER, 0),
      v.description('AppId in player signatures if VOD_SUB_APP_ID is not set'),
    ),
    PLAYER_KEY: v.pipe(
      text,
      isSecret(),
      v.description(
        'Playback key of VOD’s distribution configuration, which signs player signatures',
      ),
    ),
    PLAYER_LICENSE_URL: v.pipe(
      url,
      v.description(
        'Address of a licence for TCPlayer, which then plays embedded videos. If empty, the browser’s own player plays them',
      ),
    ),
    HOTLINK_KEY: v.pipe(
      orAbsent,
      v.regex(/^([A-Za-z0-9]{8,20})?$/, 'must be 8 to 20 letters and digits'),
      v.transform((value) => value || undefined),
      isSecret(),
      v.description('Key of the domain’s hotlink protection, which signs media URLs'),
    ),
    PLAYBACK_TTL_SECONDS: v.pipe(
      integer(10, 7 * 24 * 3600, 6 * 3600),
      v.description('How long a signed media URL or player signature is valid, in seconds'),
    ),
    UPLOADS_PER_DAY: v.pipe(
      integer(0, 1000, 0),
      v.description(
        'Maximum number of uploads that one creator may open within 24 hours; 0 means no limit',
      ),
    ),
    CONCURRENT_UPLOADS: v.pipe(
      integer(0, 100, 0),
      v.description(
        'Maximum number of unfinished uploads of one creator within 24 hours; 0 means no limit',
      ),
    ),
    ALLOWED_ORIGINS: v.pipe(
      list([]),
      v.description('Other origins whose pages may call the API, separated by spaces or commas'),
    ),
    MEDIA_ORIGINS: v.pipe(
      list(vodMediaOrigins),
      v.description(
        'Hosts of videos and covers, separated by spaces or commas. Pages may load media only from them',
      ),
    ),
    VIDEO_REPORTS: v.pipe(
      orAbsent,
      v.picklist(['', 'on', 'off'], 'must be on or off'),
      v.transform((value) => value !== 'off'),
      v.description(
        'Whether watch pages have a link that reports a video to the operator: `on` or `off`. Without OPERATOR_SECRET nobody could see the reports, so there is no link',
      ),
    ),
    STUDIO_NAME: v.pipe(
      nameVariable(defaultStudioName),
      v.description('Name of the studio, on its pages and in link previews; at most 40 characters'),
    ),
    STUDIO_LOGO: v.pipe(
      url,
      v.description(
        'Address of a square image that replaces the mark of Reelferry. Pages may load images from its host',
      ),
    ),
    STUDIO_ACCENT: v.pipe(
      accentVariable,
      v.description(
        'Accent colour, such as `#0a6479`. In each theme it is made darker or lighter until text is legible',
      ),
    ),
    STUDIO_FOOTER: v.pipe(
      linksVariable,
      v.description(
        'Up to 6 links at the foot of the pages, such as `Imprint https://example.com/imprint, Privacy https://example.com/privacy`',
      ),
    ),
    ADMIN_CONTACT: v.pipe(
      contactVariable,
      v.description(
        'E-mail address or https URL of the person whom creators can contact. Everybody can see it',
      ),
    ),
  }),
  v.check(
    (env) =>
      env.AUTH_MODE !== 'local' ||
      [env.VOD_API_ENDPOINT, env.VOD_UPLOAD_ENDPOINT, env.COS_ENDPOINT].every(
        (endpoint) => endpoint !== undefined && isLoopback(endpoint),
      ),
    'AUTH_MODE local signs in everyone, so it requires VOD_API_ENDPOINT, VOD_UPLOAD_ENDPOINT and COS_ENDPOINT to be on localhost',
  ),
  v.check(
    (env) => !env.PLAYER_KEY || (env.VOD_SUB_APP_ID || env.VOD_APP_ID) > 0,
    'PLAYER_KEY needs VOD_APP_ID or VOD_SUB_APP_ID',
  ),
  v.check(
    (env) => !env.PLAYER_LICENSE_URL || env.PLAYER_KEY !== undefined,
    'PLAYER_LICENSE_URL needs PLAYER_KEY, because TCPlayer plays only videos with a player signature',
  ),
  v.check(
    (env) => env.AUTH_MODE !== 'access' || !!(env.ACCESS_TEAM_DOMAIN && env.ACCESS_AUD),
    'AUTH_MODE access needs ACCESS_TEAM_DOMAIN and ACCESS_AUD',
  ),
  v.check(
    (env) => env.AUTH_MODE !== 'jwt' || !!(env.JWT_JWKS_URL && env.JWT_ISSUER && env.JWT_AUDIENCE),
    'AUTH_MODE jwt needs JWT_JWKS_URL, JWT_ISSUER and JWT_AUDIENCE',
  ),
)

/** The schema of each variable and secret, by name. */
export const variables = Environment.entries

/** Names of the variables that are secrets. */
export const secretNames = Object.entries(variables)
  .filter(([, schema]) => 'secret' in v.getMetadata(schema))
  .map(([name]) => name)

/** The Worker's configuration, parsed. */
export type Config = v.InferOutput<typeof Environment>

/** A missing or invalid variable of the Worker. The message contains names, never values. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/**
 * Parses the Worker's variables and secrets.
 * @throws ConfigError with the name of each missing or invalid variable
 */
export function parseConfig(env: object): Config {
  const result = v.safeParse(Environment, env)
  if (result.success) return result.output
  const findings = result.issues.map((issue) => {
    const name = v.getDotPath(issue)
    if (!name) return issue.message
    return `${name} ${issue.type === 'object' ? 'is missing' : issue.message}`
  })
  throw new ConfigError(`Configuration: ${[...new Set(findings)].join('; ')}.`)
}

/** Whether viewers can report videos: somebody has to be able to read the reports. */
export const acceptsReports = ({ VIDEO_REPORTS, OPERATOR_SECRET }: Config): boolean =>
  VIDEO_REPORTS && OPERATOR_SECRET !== undefined

/** Secrets that verify sessions, invitations and upload ids. The first one also signs. */
export const sessionSecrets = ({ SESSION_SECRET, SESSION_SECRET_PREVIOUS }: Config): string[] =>
  [SESSION_SECRET, SESSION_SECRET_PREVIOUS].filter((secret) => secret !== undefined)
