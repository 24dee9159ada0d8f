import { errors, jwtVerify, SignJWT } from 'jose'
import * as v from 'valibot'
import { LimitClaims } from './limit-claims.ts'

/** A token of one purpose is not valid for the other. */
export type Purpose = 'invite' | 'session'

const Claims = v.object({
  sub: v.pipe(v.string(), v.regex(/^[\w.@-]{1,64}$/)),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  jti: v.pipe(v.string(), v.minLength(16)),
  exp: v.number(),
  limits: v.exactOptional(LimitClaims),
})
export type Claims = v.InferOutput<typeof Claims>

const key = (secret: string) => new TextEncoder().encode(secret)

/** Signs an invitation or a session: a JWT with HS256 under SESSION_SECRET. */
export async function signToken(secret: string, purpose: Purpose, claims: Claims): Promise<string> {
  const { name, limits } = claims
  return new SignJWT({ name, ...(limits && { limits }) })
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience(`reelferry:${purpose}`)
    .setSubject(claims.sub)
    .setJti(claims.jti)
    .setExpirationTime(claims.exp)
    .sign(key(secret))
}

/**
 * Verifies a token under the first secret or the previous one.
 * @throws JWTExpired of jose if the token is valid but expired, any other error if the token is invalid
 */
export async function verifyToken(
  secrets: readonly string[],
  purpose: Purpose,
  token: string,
): Promise<Claims> {
  const [current = '', previous] = secrets
  const verify = (secret: string) =>
    jwtVerify(token, key(secret), { algorithms: ['HS256'], audience: `reelferry:${purpose}` })
  const { payload } = await verify(current).catch((error: unknown) => {
    const isOtherSecret = error instanceof errors.JWSSignatureVerificationFailed
    if (isOtherSecret && previous !== undefined) return verify(previous)
    throw error
  })
  return v.parse(Claims, payload)
}
