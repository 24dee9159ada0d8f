import { decodeJwt } from 'jose'
import * as v from 'valibot'
import type { Config } from '../config.ts'
import { ProblemError } from '../http/problem-error.ts'
import { toCreator } from './bearer.ts'
import type { Creator } from './creator.ts'
import { LimitClaims } from './limit-claims.ts'

/** The identity of `ctx.access`, as `/cdn-cgi/access/get-identity` answers it. `user_uuid` is the `sub` of the assertion. */
const Identity = v.object({
  user_uuid: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
  name: v.optional(v.string()),
  email: v.optional(v.string()),
})

/** The part of an assertion that an identity lacks: the claims of the identity provider. */
const Assertion = v.object({
  sub: v.string(),
  custom: v.optional(v.object({ limits: v.optional(LimitClaims) })),
})

/**
 * The creator whom the platform has signed in with Cloudflare Access. No request can forge `ctx.access`, so the assertion
 * of the same person is read without a verification of its signature. `undefined` without an identity, for another Access
 * application, and for an assertion that is malformed or of another person.
 * @throws ProblemError `issuer-unavailable`
 */
export async function creatorFromAccessContext(
  config: Config,
  access: CloudflareAccessContext | undefined,
  assertion: string | undefined,
): Promise<Creator | undefined> {
  if (!access || !config.ACCESS_AUD || access.aud !== config.ACCESS_AUD) return undefined
  const found = await access.getIdentity().catch((cause: unknown) => {
    throw new ProblemError('issuer-unavailable', { cause })
  })
  const identity = v.safeParse(Identity, found)
  if (!identity.success) return undefined
  const { user_uuid: sub, ...names } = identity.output
  const claims = assertion === undefined ? { sub } : claimsOf(assertion)
  if (claims?.sub !== sub) return undefined
  const issuer = `https://${config.ACCESS_TEAM_DOMAIN ?? ''}`
  return toCreator(config, issuer, { ...claims, ...names }, ['video:upload'])
}

function claimsOf(assertion: string): v.InferOutput<typeof Assertion> | undefined {
  try {
    return v.parse(Assertion, decodeJwt(assertion))
  } catch {
    return undefined
  }
}
