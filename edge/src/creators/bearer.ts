import { createRemoteJWKSet, errors, jwtVerify } from 'jose'
import * as v from 'valibot'
import type { Config } from '../config.ts'
import { ProblemError } from '../http/problem-error.ts'
import { base64url, utf8 } from '../lib/encoding.ts'
import { type Authentication, type Creator, limitsOf } from './creator.ts'
import { LimitClaims } from './limit-claims.ts'

/** Seconds that the clocks of the issuer and the Worker may differ. */
const clockTolerance = 60

const Claims = v.object({
  sub: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
  name: v.optional(v.string()),
  email: v.optional(v.string()),
  permissions: v.optional(v.array(v.string()), []),
  limits: v.optional(LimitClaims),
  /** Cloudflare Access copies the claims of the identity provider here. */
  custom: v.optional(v.object({ limits: v.optional(LimitClaims) })),
  exp: v.number(),
})
type Claims = v.InferOutput<typeof Claims>

/** One key set for each URL: jose caches its keys, and fetches them again for an unknown key. */
const keySets = new Map<string, ReturnType<typeof createRemoteJWKSet>>()

function keySet(url: string) {
  let keys = keySets.get(url)
  if (!keys) keySets.set(url, (keys = createRemoteJWKSet(new URL(url))))
  return keys
}

const accessKeysUrl = (issuer: string) => `${issuer}/cdn-cgi/access/certs`

/** The URL of the keys that verify bearer tokens. `undefined` in modes without bearer tokens. */
export function keysUrl({ AUTH_MODE, JWT_JWKS_URL, ACCESS_TEAM_DOMAIN }: Config) {
  if (AUTH_MODE === 'jwt') return JWT_JWKS_URL
  return AUTH_MODE === 'access' ? accessKeysUrl(`https://${ACCESS_TEAM_DOMAIN}`) : undefined
}

/** Accepted signature algorithms. */
export const tokenAlgorithms = ['RS256', 'ES256'] as const

async function verify(token: string, jwksUrl: string, issuer: string, audience: string) {
  try {
    const { payload } = await jwtVerify(token, keySet(jwksUrl), {
      algorithms: [...tokenAlgorithms],
      issuer,
      audience,
      clockTolerance,
      requiredClaims: ['exp', 'sub'],
    })
    return v.parse(Claims, payload)
  } catch (error) {
    if (isInvalidToken(error) || error instanceof v.ValiError) return undefined
    throw new ProblemError('issuer-unavailable', { cause: error })
  }
}

/** Whether the token is invalid. Otherwise the issuer's keys could not be fetched. */
function isInvalidToken(error: unknown): boolean {
  return (
    error instanceof errors.JOSEError &&
    !(error instanceof errors.JWKSTimeout) &&
    error.code !== 'ERR_JOSE_GENERIC'
  )
}

/** `sub` may contain any characters, at any length, so KV keys contain a digest of it. */
async function creatorId(issuer: string, sub: string): Promise<string> {
  const bytes = utf8(JSON.stringify([issuer, sub]))
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).slice(0, 16))
}

/** The id of a creator by the subject that the operator knows: the id of an invitation, or `sub` of a token. */
export async function creatorIdOf(config: Config, subject: string): Promise<string> {
  switch (config.AUTH_MODE) {
    case 'jwt':
      return creatorId(config.JWT_ISSUER ?? '', subject)
    case 'access':
      return creatorId(`https://${config.ACCESS_TEAM_DOMAIN ?? ''}`, subject)
    default:
      return subject
  }
}

/** The creator of verified claims. */
export const toCreator = async (
  config: Config,
  issuer: string,
  { sub, name, email, limits, custom }: Omit<Claims, 'exp' | 'permissions'>,
  permissions: string[],
): Promise<Creator> => ({
  creatorId: await creatorId(issuer, sub),
  name: name ?? email ?? sub,
  permissions: permissions.filter((permission) => permission === 'video:upload'),
  limits: limitsOf(config, limits ?? custom?.limits),
})

const toAuthentication = async (
  config: Config,
  issuer: string,
  claims: Claims,
  permissions: string[],
): Promise<Authentication> => ({
  creator: await toCreator(config, issuer, claims, permissions),
  expiresAt: claims.exp + clockTolerance,
})

/** The bearer token of an `Authorization` header, or `undefined`. */
export const bearerToken = (authorization: string | undefined): string | undefined =>
  /^Bearer ([\w.-]+)$/i.exec(authorization ?? '')?.[1]

/** The creator of a JWT of the operator's issuer. The JWT contains the permissions. */
export async function creatorFromJwt(
  config: Config,
  token: string,
): Promise<Authentication | undefined> {
  const { JWT_JWKS_URL: jwks, JWT_ISSUER: issuer, JWT_AUDIENCE: audience } = config
  if (!jwks || !issuer || !audience) return undefined
  const claims = await verify(token, jwks, issuer, audience)
  return claims && toAuthentication(config, issuer, claims, claims.permissions)
}

/** The creator of an assertion of Cloudflare Access. Everybody whom Access lets in may upload. */
export async function creatorFromAccess(
  config: Config,
  assertion: string,
): Promise<Authentication | undefined> {
  const { ACCESS_TEAM_DOMAIN: domain, ACCESS_AUD: audience } = config
  if (!domain || !audience) return undefined
  const issuer = `https://${domain}`
  const claims = await verify(assertion, accessKeysUrl(issuer), issuer, audience)
  return claims && toAuthentication(config, issuer, claims, ['video:upload'])
}
