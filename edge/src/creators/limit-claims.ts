import * as v from 'valibot'

const upTo = (most: number) =>
  v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most)))

/**
 * The claim `limits`, by which whoever issues tokens and invitations sets limits of a creator's own in place
 * of the studio's. One that is malformed makes its token invalid: to overlook it could allow too much.
 */
export const LimitClaims = v.strictObject({
  maxFileBytes: upTo(Number.MAX_SAFE_INTEGER),
  uploadsPerDay: upTo(1000),
  concurrentUploads: upTo(100),
})
export type LimitClaims = v.InferOutput<typeof LimitClaims>
