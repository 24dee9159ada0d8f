import * as v from 'valibot'

const integerUpTo = (max: number) =>
  v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(max))

/** `PUT /api/uploads/:uploadId/progress`: how far an upload is, for the viewers who wait for its video. */
export const UploadProgress = v.strictObject({
  /** As on the progress bar of the creator, rounded down. */
  percent: integerUpTo(99),
  /** Seconds until everything is sent; absent while unknown. */
  secondsLeft: v.optional(integerUpTo(7 * 24 * 3600)),
})
export type UploadProgress = v.InferOutput<typeof UploadProgress>
