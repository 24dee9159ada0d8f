import { createRemoteJWKSet, errors, jwtVerify } from 'jose'
import * as v from 'valibot'
import type { Config } from '../config.ts'
import { ProblemError } from '../http/problem-error.ts'
import { base64url, utf8 } from '../lib/crypto.ts'
import { limitsOf, type Recognised } from './creator.ts'
import { LimitClaims } from './limit-claims.ts'

/** Seconds that the issuer's clock and ours may differ. */
const clockTolerance = 60

const Claims = v.object({
  sub: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
  name: v.optional(v.string()),
  email: v.optional(v.string()),
  permissions: v.optional(v.array(v.string()), []),
  limits: v.optional(LimitClaims),
  /** Where Cloudflare Access puts what the identity provider claims. */
  custom: v.optional(v.object({ limits: v.optional(LimitClaims) })),
  exp: v.number(),
})
type Claims = v.InferOutput<typeof Claims>

/** One key set for each address: jose caches the keys in it and asks again for an unknown one. */
const keySets = new Map<string, ReturnType<typeof createRemoteJWKSet>>()

function keySet(url: string) {
  let keys = keySets.get(url)
  if (!keys) keySets.set(url, (keys = createRemoteJWKSet(new URL(url))))
  return keys
}

const accessKeysUrl = (issuer: string) => `${issuer}/cdn-cgi/access/certs`

/** Where the keys are that bearer tokens are checked by; `undefined` in modes without them. */
export function keysUrl({ AUTH_MODE, JWT_JWKS_URL, ACCESS_TEAM_DOMAIN }: Config) {
  if (AUTH_MODE === 'jwt') return JWT_JWKS_URL
  return AUTH_MODE === 'access' ? accessKeysUrl(`https://${ACCESS_TEAM_DOMAIN}`) : undefined
}

/** What tokens may be signed with. */
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
    if (isRefusal(error) || error instanceof v.ValiError) return undefined
    throw new ProblemError('issuer-unavailable', { cause: error })
  }
}

/** Whether a token is at fault, and not the way to its issuer's keys. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof errors.JOSEError &&
    !(error instanceof errors.JWKSTimeout) &&
    error.code !== 'ERR_JOSE_GENERIC'
  )
}

/** Issuers put any character into `sub`, at any length; KV keys hold a digest of it. */
async function creatorId(issuer: string, sub: string): Promise<string> {
  const bytes = utf8(JSON.stringify([issuer, sub]))
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).slice(0, 16))
}

/** The id of the creator whom the operator knows by `subject`: of an invitation, or a token's `sub`. */
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

async function recognised(
  config: Config,
  issuer: string,
  claims: Claims,
  permissions: string[],
): Promise<Recognised> {
  return {
    creator: {
      creatorId: await creatorId(issuer, claims.sub),
      name: claims.name ?? claims.email ?? claims.sub,
      permissions: permissions.filter((one) => one === 'video:upload'),
      limits: limitsOf(config, claims.limits ?? claims.custom?.limits),
    },
    expiresAt: claims.exp + clockTolerance,
  }
}

/** The token of an `Authorization` header, if it holds one. */
export const bearerToken = (authorization: string | undefined): string | undefined =>
  /^Bearer ([\w.-]+)$/i.exec(authorization ?? '')?.[1]

/** The creator of a JWT from the operator's own issuer; `permissions` must be claimed in it. */
export async function creatorFromJwt(
  config: Config,
  token: string,
): Promise<Recognised | undefined> {
  const { JWT_JWKS_URL: jwks, JWT_ISSUER: issuer, JWT_AUDIENCE: audience } = config
  if (!jwks || !issuer || !audience) return undefined
  const claims = await verify(token, jwks, issuer, audience)
  return claims && recognised(config, issuer, claims, claims.permissions)
}

/** The creator Cloudflare Access let in; being let in is the permission. */
export async function creatorFromAccess(
  config: Config,
  assertion: string,
): Promise<Recognised | undefined> {
  const { ACCESS_TEAM_DOMAIN: domain, ACCESS_AUD: audience } = config
  if (!domain || !audience) return undefined
  const issuer = `https://${domain}`
  const claims = await verify(assertion, accessKeysUrl(issuer), issuer, audience)
  return claims && recognised(config, issuer, claims, ['video:upload'])
}
