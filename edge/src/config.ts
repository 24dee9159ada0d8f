import * as v from 'valibot'

/** Host names that never leave this machine. */
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** Whether a URL names this machine, where plain http is accepted. */
export function isLoopback(url: string): boolean {
  return URL.canParse(url) && loopback.test(new URL(url).hostname)
}

const isSecure = (url: string) =>
  URL.canParse(url) && (new URL(url).protocol === 'https:' || isLoopback(url))

/** `''`, as wrangler.jsonc has it for "not set", counts as absent. */
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
const secret = (minLength: number) =>
  v.pipe(
    v.string('is missing'),
    v.nonEmpty('is missing'),
    v.minLength(minLength, `must have at least ${minLength} characters`),
  )

/** VOD's CDN hosts: the default domain of an application, old and new. */
const vodMediaOrigins = ['*.vod2.myqcloud.com', '*.vod-qcloud.com']

const Environment = v.pipe(
  v.object({
    VOD_SECRET_ID: secret(1),
    VOD_SECRET_KEY: secret(1),
    /** The sub-application uploads belong to; the account's primary one if absent. */
    VOD_SUB_APP_ID: integer(0, Number.MAX_SAFE_INTEGER, 0),
    /** Task flow started after an upload; none if absent. */
    VOD_PROCEDURE: text,
    /** From -10 to 10; the higher goes first (with a task flow only). */
    VOD_TASK_PRIORITY: v.pipe(
      orAbsent,
      v.regex(/^(-?\d+)?$/, 'must be an integer'),
      v.transform((value) => (value === '' ? undefined : Number(value))),
      v.check((value = 0) => Math.abs(value) <= 10, 'must be from -10 to 10'),
    ),
    /** When VOD tells of a task flow: at its end, at each change, or never. */
    VOD_TASK_NOTIFY_MODE: v.pipe(
      orAbsent,
      v.picklist(['', 'Finish', 'Change', 'None'], 'must be Finish, Change or None'),
      v.transform((value) => value || undefined),
    ),
    VOD_CLASS_ID: integer(0, Number.MAX_SAFE_INTEGER, 0),
    VOD_STORAGE_REGION: text,
    /** How long an upload signature lives; VOD takes 90 days at most (product/266/9221). */
    SIGNATURE_TTL_SECONDS: integer(10, 7_776_000, 600),
    VOD_API_ENDPOINT: url,
    VOD_UPLOAD_ENDPOINT: url,
    COS_ENDPOINT: url,
    /** Whether VOD calls (`push`) or is asked for its events by the cron trigger (`pull`). */
    EVENT_MODE: v.pipe(
      orAbsent,
      v.picklist(['', 'push', 'pull'], 'must be push or pull'),
      v.transform((value) => value || 'push'),
    ),
    /** The unguessable part of the notification URL. */
    CALLBACK_SECRET: v.pipe(
      secret(16),
      v.regex(/^[\w-]+$/, 'must consist of letters, digits, - and _'),
    ),
    /** ModifyEventConfig's SignKey: 32 letters and digits at most. */
    CALLBACK_SIGN_KEY: v.pipe(
      orAbsent,
      v.regex(/^[A-Za-z0-9]{0,32}$/, 'must be 1 to 32 letters and digits'),
    ),
    AUTH_MODE: v.optional(
      v.picklist(['invite', 'access', 'jwt', 'local'], 'must be invite, access, jwt or local'),
      'invite',
    ),
    /** Signs sessions, invitations and upload ids. */
    SESSION_SECRET: secret(32),
    ACCESS_TEAM_DOMAIN: text,
    ACCESS_AUD: text,
    JWT_JWKS_URL: url,
    JWT_ISSUER: text,
    JWT_AUDIENCE: text,
    /** VOD takes 60 GB a file by upload from clients. */
    MAX_FILE_BYTES: integer(1, Number.MAX_SAFE_INTEGER, 60_000_000_000),
    /** VOD's application, named in player signatures. */
    VOD_APP_ID: integer(0, Number.MAX_SAFE_INTEGER, 0),
    /** Signs player signatures: the playback key of the distribution configuration. */
    PLAYER_KEY: text,
    /** Signs media URLs: the key of the domain's hotlink protection. */
    HOTLINK_KEY: v.pipe(
      orAbsent,
      v.regex(/^([A-Za-z0-9]{8,20})?$/, 'must be 8 to 20 letters and digits'),
      v.transform((value) => value || undefined),
    ),
    /** How long a signed media URL or player signature plays. */
    PLAYBACK_TTL_SECONDS: integer(60, 7 * 24 * 3600, 6 * 3600),
    /** How many uploads one creator may open in 24 hours, 1000 at most; 0 for no limit. */
    UPLOADS_PER_DAY: integer(0, 1000, 0),
    /** How many of a day's uploads may be unfinished at the same time, 100 at most; 0 for no limit. */
    CONCURRENT_UPLOADS: integer(0, 100, 0),
    /** Other origins whose pages may call this API. */
    ALLOWED_ORIGINS: list([]),
    /** Hosts that videos and covers are played from. */
    MEDIA_ORIGINS: list(vodMediaOrigins),
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
    (env) => env.AUTH_MODE !== 'access' || !!(env.ACCESS_TEAM_DOMAIN && env.ACCESS_AUD),
    'AUTH_MODE access needs ACCESS_TEAM_DOMAIN and ACCESS_AUD',
  ),
  v.check(
    (env) => env.AUTH_MODE !== 'jwt' || !!(env.JWT_JWKS_URL && env.JWT_ISSUER && env.JWT_AUDIENCE),
    'AUTH_MODE jwt needs JWT_JWKS_URL, JWT_ISSUER and JWT_AUDIENCE',
  ),
)

/** The Worker's configuration, parsed. */
export type Config = v.InferOutput<typeof Environment>

/** What is missing or wrong in the Worker's variables, by name; never their values. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/**
 * Reads the Worker's variables and secrets.
 * @throws ConfigError naming each variable that is missing or wrong.
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

const parsed = new WeakMap<object, Config>()

/** {@link parseConfig}, once for each Worker instance. */
export function configOf(env: object): Config {
  let config = parsed.get(env)
  if (!config) parsed.set(env, (config = parseConfig(env)))
  return config
}
