import { errors } from 'jose'
import { ProblemError } from '../problem-error.ts'
import { type Claims, verifyToken } from './token.ts'

/**
 * Redeems an invitation, once. Two redemptions within KV's propagation time could both pass; the
 * link is for one person, and both sessions would be theirs.
 * @throws ProblemError `invite-invalid`, `invite-expired` or `invite-used`.
 */
export async function redeemInvite(
  kv: KVNamespace,
  secret: string,
  token: string,
): Promise<Claims> {
  let claims: Claims
  try {
    claims = await verifyToken(secret, 'invite', token)
  } catch (error) {
    throw new ProblemError(error instanceof errors.JWTExpired ? 'invite-expired' : 'invite-invalid')
  }
  const key = `invite/${claims.jti}`
  if ((await kv.get(key)) !== null) throw new ProblemError('invite-used')
  // Kept a minute longer than the invitation itself, which is also KV's shortest life.
  const lifeLeft = Math.max(0, claims.exp - Math.floor(Date.now() / 1000))
  await kv.put(key, 'used', { expirationTtl: lifeLeft + 60 })
  return claims
}
