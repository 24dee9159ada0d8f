import { errors } from 'jose'
import { ProblemError } from '../http/problem-error.ts'
import { type Claims, verifyToken } from './token.ts'

type InviteState = 'used' | 'revoked'

const key = (jti: string) => `invite/${jti}`

/** Seconds that a location may answer from its cache: KV's minimum. */
const cacheTtl = 30

/** Whether the operator revoked an invitation, and with it all sessions that it started. */
export async function isRevoked(kv: KVNamespace, jti: string): Promise<boolean> {
  return (await kv.get(key(jti), { cacheTtl })) === ('revoked' satisfies InviteState)
}

/**
 * Redeems an invitation, once. Two requests within KV's propagation time could both succeed. That is acceptable: the
 * link is for one person, who would have both sessions.
 * @throws ProblemError `invite-invalid`, `invite-expired` or `invite-used`
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
  // One minute longer than the invitation. One minute is also KV's minimum.
  const remainingSeconds = Math.max(0, claims.exp - Math.floor(Date.now() / 1000))
  await kv.put(key(claims.jti), 'used', { expirationTtl: remainingSeconds + 60 })
  return claims
}
