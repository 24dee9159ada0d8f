import * as v from 'valibot'

/** Host names of this machine. */
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** Whether the host of a URL is this machine, where http is accepted. */
export function isLoopback(url: string): boolean {
  return loopback.test(URL.parse(url)?.hostname ?? '')
}

const isSecure = (url: string) =>
  URL.canParse(url) && (new URL(url).protocol === 'https:' || isLoopback(url))

/** wrangler.jsonc writes `''` for "not set": it counts as absent. */
const orAbsent = v.optional(v.string(), '')

const text = v.pipe(
  orAbsent,
  v.transform((value) => value || undefined),
)
const url = v.pipe(
  orAbsent,
  v.check(
    (value) => value === '' || isSecure(value),
    'must be an https URL (http only for this machine)',
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
/** Marks a variable that wrangler stores as a secret. It must never be shown. */
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
const urlSafe = v.regex(/^[\w-]*$/, 'must consist of letters, digits, - and _')
const signKey = v.pipe(
  orAbsent,
  v.regex(/^[A-Za-z0-9]{0,32}$/, 'must be 1 to 32 letters and digits'),
  v.transform((value) => value || undefined),
  isSecret(),
)

/** VOD's CDN hosts: the old and the new default domain of an application. */
const vodMediaOrigins = ['*.vod2.myqcloud.com', '*.vod-qcloud.com']

/** shared/docs/configuration.md is generated from the descriptions. */
const Environment = v.pipe(
  v.object({
    VOD_SECRET_ID: v.pipe(
      secret(1),
      v.description('SecretId of a CAM key that may use VOD, and nothing else'),
    ),
    VOD_SECRET_KEY: v.pipe(secret(1), v.description('Its SecretKey')),
    VOD_SUB_APP_ID: v.pipe(
      integer(0, Number.MAX_SAFE_INTEGER, 0),
      v.description(
        'The application uploads belong to; 0 for the account’s primary one. Accounts that began with VOD after 2023-12-25 must name it',
      ),
    ),
    VOD_PROCEDURE: v.pipe(
      text,
      v.description('Task flow that VOD starts after an upload; none if empty'),
    ),
    VOD_TASK_PRIORITY: v.pipe(
      orAbsent,
      v.regex(/^(-?\d+)?$/, 'must be an integer'),
      v.transform((value) => (value === '' ? undefined : Number(value))),
      v.check((value = 0) => Math.abs(value) <= 10, 'must be from -10 to 10'),
      v.description('Of the task flow, from -10 to 10; the higher goes first'),
    ),
    VOD_TASK_NOTIFY_MODE: v.pipe(
      orAbsent,
      v.picklist(['', 'Finish', 'Change', 'None'], 'must be Finish, Change or None'),
      v.transform((value) => value || undefined),
      v.description('When VOD tells of a task flow: at its end, at each change, or never'),
    ),
    VOD_CLASS_ID: v.pipe(
      integer(0, Number.MAX_SAFE_INTEGER, 0),
      v.description('Category that uploads are filed under'),
    ),
    VOD_STORAGE_REGION: v.pipe(
      text,
      v.description(
        'Where uploads are stored, such as `ap-singapore`; the application’s own choice if empty',
      ),
    ),
    SIGNATURE_TTL_SECONDS: v.pipe(
      // VOD accepts at most 90 days (product/266/9221).
      integer(10, 7_776_000, 600),
      v.description('How long an upload signature lives'),
    ),
    VOD_API_ENDPOINT: v.pipe(
      url,
      v.description('VOD’s server API, as the Worker reaches it; Tencent’s if empty'),
    ),
    VOD_UPLOAD_ENDPOINT: v.pipe(
      url,
      v.description('VOD’s upload API, as browsers reach it; Tencent’s if empty'),
    ),
    COS_ENDPOINT: v.pipe(
      url,
      v.description('The storage, as browsers reach it; Tencent’s if empty'),
    ),
    EVENT_MODE: v.pipe(
      orAbsent,
      v.picklist(['', 'push', 'pull'], 'must be push or pull'),
      v.transform((value) => value || 'push'),
      v.description('Whether VOD calls, or is asked for its events by the cron trigger'),
    ),
    CALLBACK_SECRET: v.pipe(
      secret(16),
      urlSafe,
      v.description('The unguessable part of the notification URL'),
    ),
    CALLBACK_SECRET_PREVIOUS: v.pipe(
      optionalSecret(16),
      v.description('Is still taken in the URL while CALLBACK_SECRET is being changed'),
    ),
    CALLBACK_SIGN_KEY: v.pipe(
      signKey,
      v.description('SignKey of ModifyEventConfig; notifications are not signed without it'),
    ),
    CALLBACK_SIGN_KEY_PREVIOUS: v.pipe(
      signKey,
      v.description('May still sign while CALLBACK_SIGN_KEY is being changed'),
    ),
    AUTH_MODE: v.pipe(
      orAbsent,
      v.picklist(['', 'invite', 'access', 'jwt', 'local'], 'must be invite, access, jwt or local'),
      v.transform((value) => value || 'invite'),
      v.description('Who may upload'),
    ),
    SESSION_SECRET: v.pipe(secret(32), v.description('Signs sessions, invitations and upload ids')),
    SESSION_SECRET_PREVIOUS: v.pipe(
      optionalSecret(32),
      v.description('What it signed stays valid while SESSION_SECRET is being changed'),
    ),
    OPERATOR_SECRET: v.pipe(
      optionalSecret(32),
      v.description('Opens the operator’s routes; without it there are none'),
    ),
    ACCESS_TEAM_DOMAIN: v.pipe(
      text,
      v.description('For AUTH_MODE access: such as `team.cloudflareaccess.com`'),
    ),
    ACCESS_AUD: v.pipe(text, v.description('For AUTH_MODE access: the application’s audience tag')),
    JWT_JWKS_URL: v.pipe(url, v.description('For AUTH_MODE jwt: where the issuer’s keys are')),
    JWT_ISSUER: v.pipe(text, v.description('For AUTH_MODE jwt: the claim `iss`')),
    JWT_AUDIENCE: v.pipe(text, v.description('For AUTH_MODE jwt: the claim `aud`')),
    MAX_FILE_BYTES: v.pipe(
      // VOD accepts files of at most 60 GB from clients.
      integer(1, Number.MAX_SAFE_INTEGER, 60_000_000_000),
      v.description('Largest source file'),
    ),
    VOD_APP_ID: v.pipe(
      integer(0, Number.MAX_SAFE_INTEGER, 0),
      v.description('The application named in player signatures, where VOD_SUB_APP_ID is not set'),
    ),
    PLAYER_KEY: v.pipe(
      text,
      isSecret(),
      v.description(
        'Signs player signatures: the playback key of VOD’s distribution configuration',
      ),
    ),
    PLAYER_LICENSE_URL: v.pipe(
      url,
      v.description(
        'Lets embedded players be TCPlayer, under this licence of Tencent’s; the browser’s own if empty',
      ),
    ),
    HOTLINK_KEY: v.pipe(
      orAbsent,
      v.regex(/^([A-Za-z0-9]{8,20})?$/, 'must be 8 to 20 letters and digits'),
      v.transform((value) => value || undefined),
      isSecret(),
      v.description('Signs media URLs: the key of the domain’s hotlink protection'),
    ),
    PLAYBACK_TTL_SECONDS: v.pipe(
      integer(10, 7 * 24 * 3600, 6 * 3600),
      v.description('How long a signed media URL or player signature plays'),
    ),
    UPLOADS_PER_DAY: v.pipe(
      integer(0, 1000, 0),
      v.description('How many uploads one creator may open in 24 hours; 0 for no limit'),
    ),
    CONCURRENT_UPLOADS: v.pipe(
      integer(0, 100, 0),
      v.description(
        'How many of a day’s uploads may be unfinished at the same time; 0 for no limit',
      ),
    ),
    ALLOWED_ORIGINS: v.pipe(list([]), v.description('Other origins whose pages may call the API')),
    MEDIA_ORIGINS: v.pipe(
      list(vodMediaOrigins),
      v.description('Hosts that videos and covers are played from'),
    ),
  }),
  v.check(
    (env) =>
      env.AUTH_MODE !== 'local' ||
      [env.VOD_API_ENDPOINT, env.VOD_UPLOAD_ENDPOINT, env.COS_ENDPOINT].every(
        (endpoint) => endpoint !== undefined && isLoopback(endpoint),
      ),
    'AUTH_MODE local signs everyone in: it is refused unless VOD_API_ENDPOINT, VOD_UPLOAD_ENDPOINT and COS_ENDPOINT are all on this machine',
  ),
  v.check(
    (env) => !env.PLAYER_KEY || (env.VOD_SUB_APP_ID || env.VOD_APP_ID) > 0,
    'PLAYER_KEY needs VOD_APP_ID or VOD_SUB_APP_ID',
  ),
  v.check(
    (env) => !env.PLAYER_LICENSE_URL || env.PLAYER_KEY !== undefined,
    'PLAYER_LICENSE_URL needs PLAYER_KEY, which signs what TCPlayer may play',
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

/** Secrets that sessions, invitations and upload ids may be signed with. The first one signs new ones. */
export const sessionSecrets = ({ SESSION_SECRET, SESSION_SECRET_PREVIOUS }: Config): string[] =>
  [SESSION_SECRET, SESSION_SECRET_PREVIOUS].filter((secret) => secret !== undefined)
