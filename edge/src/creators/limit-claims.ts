import * as v from 'valibot'

const integerUpTo = (max: number) =>
  v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(max)))

/**
 * The claim `limits` of tokens and invitations: limits of one creator that override those of the studio. A malformed
 * claim makes the token invalid, because ignoring it could allow too much.
 */
export const LimitClaims = v.strictObject({
  maxFileBytes: integerUpTo(Number.MAX_SAFE_INTEGER),
  uploadsPerDay: integerUpTo(1000),
  concurrentUploads: integerUpTo(100),
})
export type LimitClaims = v.InferOutput<typeof LimitClaims>
