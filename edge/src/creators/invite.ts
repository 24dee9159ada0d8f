import { errors } from 'jose'
import { ProblemError } from '../http/problem-error.ts'
import { type Claims, verifyToken } from './token.ts'

/** What has become of an invitation. */
type InviteState = 'used' | 'revoked'

const key = (jti: string) => `invite/${jti}`

/** KV's own minimum: how long a location may answer from its cache. */
const cacheTtl = 30

/** Whether the operator took an invitation back, and with it every session that came of it. */
export async function isRevoked(kv: KVNamespace, jti: string): Promise<boolean> {
  return (await kv.get(key(jti), { cacheTtl })) === ('revoked' satisfies InviteState)
}

/**
 * Redeems an invitation, once. Two redemptions within KV's propagation time could both pass; the
 * link is for one person, and both sessions would be theirs.
 * @throws ProblemError `invite-invalid`, `invite-expired` or `invite-used`.
 */
export async function redeemInvite(
  kv: KVNamespace,
  secrets: readonly string[],
  token: string,
): Promise<Claims> {
  let claims: Claims
  try {
    claims = await verifyToken(secrets, 'invite', token)
  } catch (error) {
    throw new ProblemError(error instanceof errors.JWTExpired ? 'invite-expired' : 'invite-invalid')
  }
  const state = await kv.get<InviteState>(key(claims.jti))
  if (state === 'revoked') throw new ProblemError('invite-invalid')
  if (state === 'used') throw new ProblemError('invite-used')
  // A minute longer than the invitation itself, which is also the shortest that KV keeps anything.
  const lifeLeft = Math.max(0, claims.exp - Math.floor(Date.now() / 1000))
  await kv.put(key(claims.jti), 'used', { expirationTtl: lifeLeft + 60 })
  return claims
}
